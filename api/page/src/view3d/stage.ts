/** The stage: camera, light, section, and drawing on demand. The keyboard turns the model only while the canvas has the focus. */
import {
  AmbientLight, Color, DirectionalLight, HemisphereLight, PCFShadowMap, PerspectiveCamera, Plane, Raycaster, Scene, Spherical, Vector2, Vector3, WebGLRenderer,
} from "three";
import { OrbitControls } from "three/addons/controls/OrbitControls.js";

import type { Selection } from "../configure/inspector.ts";
import type { LiveView, Place } from "../configure/live_view.ts";
import { type Built, buildModel, dispose, extentOf, type Look, northPlace, tones } from "./model.ts";
import { type Pin, Pins } from "./pins.ts";

const AZIMUTH_DEG = -27;
const ELEVATION_DEG = 22;
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
  readonly #camera = new PerspectiveCamera(20, 1, 1, 4000);
  readonly #controls: OrbitControls;
  readonly #sun = new DirectionalLight("#fff6e8", 1.9);
  readonly #cut = new Plane(new Vector3(0, 0, -1), 0);
  readonly #pins: Pins;
  #built: Built | null = null;
  #view: LiveView | null = null;
  #framedFor = "";
  #frame = 0;
  #cutShare = 1;
  #sized = false;

  /** Throws where the browser has no WebGL. */
  constructor(options: StageOptions) {
    this.#options = options;
    this.#renderer = new WebGLRenderer({ antialias: true, preserveDrawingBuffer: true });
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
    this.canvas.addEventListener("keydown", (event) => this.#key(event));
    this.#clicks();
    new ResizeObserver(() => this.#resize()).observe(options.root);
  }

  #light(): void {
    this.#sun.castShadow = true;
    this.#sun.shadow.mapSize.set(2048, 2048);
    this.#sun.shadow.bias = -0.0006;
    this.#sun.shadow.normalBias = 0.05;
    this.#scene.add(new HemisphereLight("#ffffff", "#cfc6b6", 1.35), new AmbientLight("#ffffff", 0.35), this.#sun, this.#sun.target);
  }

  show(view: LiveView, look: Look): void {
    const before = this.#built;
    this.#view = view;
    this.#built = buildModel(view, look);
    this.#scene.add(this.#built.root);
    if (before !== null) {
      this.#scene.remove(before.root);
      dispose(before.root);
    }
    this.#scene.background = new Color(tones(look.dark).paper);
    this.#pins.show(this.#pinsOf(view));
    const key = view.wings.map((wing) => `${wing.outline_m.join()}${wing.roof_z_m}`).join();
    if (key !== this.#framedFor) {
      this.#framedFor = key;
      this.home();
    }
    this.#aimSun();
    this.cut(this.#cutShare);
  }

  #pinsOf(view: LiveView): readonly Pin[] {
    const findings = view.findings.flatMap((finding) => (finding.at_m === null ? [] : [{ number: finding.number, at_m: finding.at_m, text: finding.title, status: finding.status }]));
    return view.north_deg === null ? findings : [...findings, { number: null, at_m: northPlace(view), text: "N", status: "north" }];
  }

  #aimSun(): void {
    if (this.#view === null) return;
    const { low, high } = extentOf(this.#view);
    const reach = Math.hypot(high[0] - low[0], high[1] - low[1]) / 2 + 8;
    const [x, z] = [(low[0] + high[0]) / 2, -(low[1] + high[1]) / 2];
    this.#sun.target.position.set(x, low[2], z);
    this.#sun.position.set(x - reach * 0.5, low[2] + reach * 1.3, z + reach * 0.8);
    Object.assign(this.#sun.shadow.camera, { left: -reach, right: reach, top: reach, bottom: -reach, near: 1, far: reach * 4 });
    this.#sun.shadow.camera.updateProjectionMatrix();
    this.#renderer.shadowMap.needsUpdate = true;
  }

  /** From a street corner, the long side in sight, everything in the picture. */
  home(): void {
    if (this.#view === null) return;
    const { low, high } = extentOf(this.#view);
    const centre = new Vector3((low[0] + high[0]) / 2, (low[2] + high[2]) / 2, -(low[1] + high[1]) / 2);
    const way = new Vector3().setFromSpherical(new Spherical(1, Math.PI / 2 - (ELEVATION_DEG * Math.PI) / 180, (-AZIMUTH_DEG * Math.PI) / 180));
    this.#controls.target.copy(centre);
    const corners = [0, 1, 2, 3, 4, 5, 6, 7].map((i) => new Vector3(i & 1 ? high[0] : low[0], i & 2 ? high[2] : low[2], i & 4 ? -high[1] : -low[1]));
    let distance = 10;
    const tangent = Math.tan((this.#camera.fov * Math.PI) / 360);
    this.#camera.position.copy(centre).addScaledVector(way, distance);
    this.#camera.lookAt(centre);
    this.#camera.updateMatrixWorld();
    for (const corner of corners) {
      const seen = corner.clone().sub(centre).applyQuaternion(this.#camera.quaternion.clone().invert());
      distance = Math.max(distance, seen.z + Math.abs(seen.y) / tangent / 0.86, seen.z + Math.abs(seen.x) / (tangent * this.#camera.aspect) / 0.93);
    }
    this.#camera.position.copy(centre).addScaledVector(way, distance);
    this.#controls.update();
    this.draw();
  }

  /** Cut away what lies in front: 1 cuts nothing, 0 all. */
  cut(share: number): void {
    this.#cutShare = share;
    if (this.#view !== null) {
      const { low, high } = extentOf(this.#view);
      this.#cut.constant = -low[1] + 8 - (1 - share) * (high[1] - low[1] + 8);
      this.#cut.normal.set(0, 0, -1);
    }
    this.#renderer.clippingPlanes = share >= 1 ? [] : [this.#cut];
    this.draw();
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
