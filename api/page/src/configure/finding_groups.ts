/** Thirty findings as a few rows: by what they stand in the way of, the gravest first, and equal ones together. */
import type { LiveFinding } from "./live_view.ts";

/** What does not fit, what one click changes, what stands in the way of comparing or of a permit, what is good to know. */
export const SECTIONS = ["fail", "improve", "comparison", "permit", "info"] as const;
export type SectionName = (typeof SECTIONS)[number];

/** Findings that say the same of different places; never empty. */
export type FindingGroup = readonly [LiveFinding, ...LiveFinding[]];

export interface FindingSection {
  readonly name: SectionName;
  readonly groups: readonly FindingGroup[];
}

/** `api/page/findings.py` sorts the first page in the same way. */
export function sectionOf(finding: Pick<LiveFinding, "status" | "fix" | "blocks">): SectionName {
  if (finding.status === "fail") return "fail";
  if (finding.fix !== null) return "improve";
  if (finding.blocks === "screening" || finding.blocks === "comparison") return "comparison";
  return finding.blocks === "permit" ? "permit" : "info";
}

function sameness(finding: LiveFinding): string {
  return JSON.stringify([finding.code, finding.status, finding.title, finding.obtain, finding.fix]);
}

/** The sections that have findings, in the order of their weight. */
export function findingSections(findings: readonly LiveFinding[]): readonly FindingSection[] {
  const sections = new Map<SectionName, Map<string, LiveFinding[]>>(SECTIONS.map((name) => [name, new Map()]));
  for (const finding of findings) {
    const groups = sections.get(sectionOf(finding)) as Map<string, LiveFinding[]>;
    const key = sameness(finding);
    groups.set(key, [...(groups.get(key) ?? []), finding]);
  }
  return [...sections].filter(([, groups]) => groups.size > 0).map(([name, groups]) => ({ name, groups: [...groups.values()] as unknown as FindingGroup[] }));
}

/** What has to be found out, by who has to: the role with most to do first. Each task with the findings that it settles. */
export function tasksByRole(findings: readonly LiveFinding[]): ReadonlyMap<string, ReadonlyMap<string, readonly number[]>> {
  const roles = new Map<string, Map<string, number[]>>();
  for (const { who, obtain, number } of findings) {
    if (who === null || obtain === null) continue;
    const tasks = roles.get(who) ?? new Map<string, number[]>();
    roles.set(who, tasks.set(obtain, [...(tasks.get(obtain) ?? []), number]));
  }
  return new Map([...roles].sort(([, one], [, other]) => other.size - one.size));
}
