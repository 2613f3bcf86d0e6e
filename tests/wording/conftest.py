"""What the walk through the pages needs of the tests of the pages."""

from tests.page.conftest import built_page

__all__ = ["built_page"]
