/** The stage: camera, light, section, and drawing on demand. The keyboard turns the model only while the canvas has the focus. */
import {
  DirectionalLight, HemisphereLight, type Material, type Mesh, PCFShadowMap, PerspectiveCamera, Plane, Raycaster, Scene, Spherical, Vector2, Vector3, WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

import type { Selection } from "../configure/inspector.ts";
import type { LiveView, Place } from "../configure/live_view.ts";
import { between, type Pose, type Standpoint, standpoint } from "./camera.ts";
import { centreOf, extentOf, northPlace } from "./extent.ts";
import type { Look } from "./look.ts";
import { type Built, buildModel, dispose, wallLetters } from "./model.ts";
import { type Pin, Pins } from "./pins.ts";

const FLIGHT_MS = 260;
const AROUND_M = 55;
/** A section begins so far before the facade: before a gallery. */
const BEFORE_M = 2.5;
const TURN_RAD = Math.PI / 36;

export interface StageOptions {
  readonly root: HTMLElement;
  readonly label: string;
  readonly choose: (selection: Selection) => void;
  readonly openFinding: (number: number) => void;
}

export class Stage3d {
  readonly canvas: HTMLCanvasElement;
  readonly #options: StageOptions;
  readonly #renderer: WebGLRenderer;
  readonly #scene = new Scene();
  readonly #camera = new PerspectiveCamera(16, 1, 2, 4000);
  readonly #controls: OrbitControls;
  readonly #sun = new DirectionalLight("#fffaf2", 1.7);
  readonly #cut = new Plane(new Vector3(0, 0, -1), 0);
  readonly #pins: Pins;
  #built: Built | null = null;
  #view: LiveView | null = null;
  #framedFor = "";
  #frame = 0;
  #flight = 0;
  #cutShare = 1;
  #sized = false;

  /** Throws where the browser has no WebGL. */
  constructor(options: StageOptions) {
    this.#options = options;
    this.#renderer = new WebGLRenderer({ antialias: true, alpha: true, preserveDrawingBuffer: true });
    this.#renderer.localClippingEnabled = true;
    this.#renderer.shadowMap.enabled = true;
    this.#renderer.shadowMap.type = PCFShadowMap;
    this.#renderer.shadowMap.autoUpdate = false;
    this.#renderer.setPixelRatio(Math.min(devicePixelRatio, 2));
    this.canvas = this.#renderer.domElement;
    this.canvas.tabIndex = 0;
    this.canvas.setAttribute("role", "img");
    this.canvas.setAttribute("aria-label", options.label);
    this.#pins = new Pins(options.openFinding);
    options.root.replaceChildren(this.canvas, this.#pins.root);
    this.#light();
    this.#controls = new OrbitControls(this.#camera, this.canvas);
    this.#controls.maxPolarAngle = Math.PI / 2 - 0.02;
    this.#controls.addEventListener("change", () => this.draw());
    this.#controls.addEventListener("start", () => (this.#flight += 1));
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.#clicks();
    new ResizeObserver(() => this.#resize()).observe(options.root);
  }

  #light(): void {
    this.#sun.castShadow = true;
    this.#sun.shadow.mapSize.set(2048, 2048);
    this.#sun.shadow.bias = -0.0006;
    this.#sun.shadow.normalBias = 0.05;
    this.#sun.shadow.radius = 3;
    this.#scene.add(new HemisphereLight("#ffffff", "#e2ddd4", 2.3), this.#sun, this.#sun.target);
  }

  show(view: LiveView, look: Look): void {
    const before = this.#built;
    this.#view = view;
    this.#built = buildModel(view, look);
    this.#scene.add(this.#built.root);
    this.canvas.dataset["around"] = String(look.around.length);
    if (before !== null) {
      this.#scene.remove(before.root);
      dispose(before.root);
    }
    this.#pins.show([...this.#pinsOf(view), ...(look.colourBy === "band" ? wallLetters(view) : [])]);
    const key = view.wings.map((wing) => `${wing.outline_m.join()}${wing.roof_z_m}`).join();
    if (key !== this.#framedFor) {
      this.#framedFor = key;
      this.home();
    }
    this.#aimSun(look.around.length > 0 ? AROUND_M : 8);
    this.cut(this.#cutShare);
  }

  #pinsOf(view: LiveView): readonly Pin[] {
    const findings = view.findings.flatMap((finding) => (finding.at_m === null ? [] : [{ number: finding.number, at_m: finding.at_m, text: finding.title, status: finding.status }]));
    return view.north_deg === null ? findings : [...findings, { number: null, at_m: northPlace(view), text: "N", status: "north" }];
  }

  #aimSun(around: number): void {
    if (this.#view === null) return;
    const extent = extentOf(this.#view);
    const { low, high } = extent;
    const reach = Math.hypot(high[0] - low[0], high[1] - low[1]) / 2 + around;
    const [u, v] = centreOf(extent);
    this.#sun.target.position.set(u, low[2], -v);
    this.#sun.position.set(u - reach * 0.62, low[2] + reach * 1.25, -v + reach * 0.85);
    Object.assign(this.#sun.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: 1, far: reach * 4 });
    this.#sun.shadow.camera.updateProjectionMatrix();
    this.#renderer.shadowMap.needsUpdate = true;
  }

  #standing(): Standpoint {
    return { position: this.#camera.position.clone(), target: this.#controls.target.clone() };
  }

  #stand({ position, target }: Standpoint): void {
    this.#camera.position.copy(position);
    this.#controls.target.copy(target);
    this.#controls.update();
  }

  /** From a street corner, the long side in sight, everything in the picture. */
  home(): void {
    if (this.#view === null) return;
    this.#stand(standpoint(extentOf(this.#view), "corner", this.#camera));
    this.draw();
  }

  /** Fly to a pose; at once for whoever asked for less motion. Whoever turns the model meanwhile stops the flight. */
  async fly(pose: Pose): Promise<void> {
    if (this.#view === null) return;
    const [from, to, flight] = [this.#standing(), standpoint(extentOf(this.#view), pose, this.#camera), (this.#flight += 1)];
    const begin = performance.now();
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    for (let share = still ? 1 : 0; share < 1 && flight === this.#flight;) {
      share = Math.min((performance.now() - begin) / FLIGHT_MS, 1);
      this.#stand(between(from, to, share));
      this.#render();
      await new Promise(requestAnimationFrame);
    }
    if (flight !== this.#flight) return;
    this.#stand(to);
    this.#render();
  }

  /** Cut away what lies in front: 1 cuts nothing, 0 all. */
  cut(share: number): void {
    this.#cutShare = share;
    if (this.#view !== null) {
      const { low, high } = extentOf(this.#view);
      this.#cut.constant = -low[1] + BEFORE_M - (1 - share) * (high[1] - low[1] + BEFORE_M);
      this.#cut.normal.set(0, 0, -1);
    }
    this.#cutBuilding(share < 1);
    for (const floor of this.#built?.inside ?? []) floor.visible = share < 1;
    this.draw();
  }

  /** Only the building is cut: ground, people and neighbours stay whole. */
  #cutBuilding(cut: boolean): void {
    for (const wing of this.#built?.wings ?? []) {
      wing.traverse((item) => {
        const material = (item as Partial<Mesh>).material as Material | undefined;
        if (material !== undefined) material.clippingPlanes = cut ? [this.#cut] : null;
      });
    }
    this.#renderer.shadowMap.needsUpdate = true;
  }

  /** Turn to a place and show its pin. */
  point(at: Place, number: number): void {
    this.#controls.target.set(at[0], at[2], -at[1]);
    this.#controls.update();
    this.#pins.mark(number);
    this.draw();
  }

  draw(): void {
    if (this.#frame !== 0) return;
    this.#frame = requestAnimationFrame(() => {
      this.#frame = 0;
      this.#render();
    });
  }

  #render(): void {
    this.#renderer.render(this.#scene, this.#camera);
    this.#pins.place(this.#camera, this.canvas.clientWidth, this.canvas.clientHeight);
    this.canvas.dataset["drawn"] = String(Number(this.canvas.dataset["drawn"] ?? 0) + 1);
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.#options.root;
    if (width === 0 || height === 0) return;
    this.#renderer.setSize(width, height, false); // which empties the canvas: draw at once, or it flickers
    this.#camera.aspect = width / height;
    this.#camera.updateProjectionMatrix();
    if (!this.#sized) this.home();
    this.#sized = true;
    this.#render();
  }

  #key(event: KeyboardEvent): void {
    const turns: Record<string, readonly [number, number, number]> = {
      ArrowLeft: [-TURN_RAD, 0, 1], ArrowRight: [TURN_RAD, 0, 1], ArrowUp: [0, -TURN_RAD, 1], ArrowDown: [0, TURN_RAD, 1], "+": [0, 0, 0.9], "=": [0, 0, 0.9], "-": [0, 0, 1.1],
    };
    if (event.key === "Home") this.home();
    const turn = turns[event.key];
    if (turn === undefined || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    const offset = this.#camera.position.clone().sub(this.#controls.target);
    const at = new Spherical().setFromVector3(offset);
    at.theta += turn[0];
    at.phi = Math.min(Math.max(at.phi + turn[1], 0.05), this.#controls.maxPolarAngle);
    at.radius *= turn[2];
    this.#camera.position.copy(this.#controls.target).add(new Vector3().setFromSpherical(at));
    this.#controls.update();
    this.draw();
  }

  #clicks(): void {
    let down: readonly [number, number] = [0, 0];
    this.canvas.addEventListener("pointerdown", (event) => (down = [event.clientX, event.clientY]));
    this.canvas.addEventListener("click", (event) => {
      if (Math.hypot(event.clientX - down[0], event.clientY - down[1]) < 5) this.#options.choose(this.#under(event));
    });
  }

  #under(event: MouseEvent): Selection {
    if (this.#built === null) return null;
    const box = this.canvas.getBoundingClientRect();
    const at = new Vector2(((event.clientX - box.left) / box.width) * 2 - 1, 1 - ((event.clientY - box.top) / box.height) * 2);
    const ray = new Raycaster();
    ray.setFromCamera(at, this.#camera);
    const hit = ray.intersectObjects([...this.#built.behind.keys()], false)[0];
    return hit === undefined ? null : (this.#built.behind.get(hit.object)?.[hit.instanceId ?? 0] ?? null);
  }
}
