/** What the building stands in: the ground, the buildings around it as white masses, people for scale, and north. */
import {
  BufferAttribute, type Camera, Color, DoubleSide, Mesh, MeshBasicMaterial, MeshLambertMaterial, type Object3D, RingGeometry, ShadowMaterial, Shape, ShapeGeometry,
} from "three";

import type { Place } from "../configure/live_view.ts";
import type { Mass } from "../configure/surroundings.ts";
import { lines, outlinePoints, prism } from "./shapes.ts";
import type { Tones } from "./tones.ts";

const UNKNOWN_M = 0.12;

/** The ground: a disc that fades away, and the shadow on it. */
export function ground(centre: Place, radius: number, z: number, tone: Tones): Object3D[] {
  const disc = new RingGeometry(0.01, radius, 64, 16);
  const [place, tint] = [disc.attributes["position"] as BufferAttribute, new Color(tone.ground)];
  const colours = new Float32Array(place.count * 4);
  for (let i = 0; i < place.count; i += 1) {
    const share = Math.hypot(place.getX(i), place.getY(i)) / radius;
    const fade = 1 - Math.min(Math.max((share - 0.35) / 0.65, 0), 1);
    colours.set([tint.r, tint.g, tint.b, fade * fade * (3 - 2 * fade)], i * 4);
  }
  disc.setAttribute("color", new BufferAttribute(colours, 4));
  const floor = new Mesh(disc, new MeshBasicMaterial({ vertexColors: true, transparent: true, depthWrite: false }));
  floor.renderOrder = -2;
  const shade = new Mesh(new RingGeometry(0.01, radius, 48, 1), new ShadowMaterial({ opacity: 0.16, depthWrite: false }));
  shade.receiveShadow = true;
  shade.renderOrder = -1;
  for (const [mesh, lift] of [[floor, -0.06], [shade, -0.03]] as const) {
    mesh.rotation.x = -Math.PI / 2;
    mesh.position.set(centre[0], z + lift, -centre[1]);
  }
  return [floor, shade];
}

/** The masses around, on the same ground; of one whose height nobody knows only the outline. */
export function neighbours(masses: readonly Mass[], z: number, tone: Tones): Object3D[] {
  const solid = new MeshLambertMaterial({ color: tone.neighbour, polygonOffset: true, polygonOffsetFactor: 1, polygonOffsetUnits: 1 });
  const flat = new MeshLambertMaterial({ color: tone.neighbour, transparent: true, opacity: 0.5 });
  return masses.flatMap((mass) => {
    const height = mass.height_m ?? UNKNOWN_M;
    const body = prism(mass.outline_m, [], z, z + height, mass.height_m === null ? flat : solid);
    body.castShadow = body.receiveShadow = mass.height_m !== null;
    return [body, lines(outlinePoints(mass.outline_m, [z, z + height]), tone.line, 0.4)];
  });
}

/** Half of a standing figure, metres: across and up, from the feet to the neck. */
const FIGURE = [[0, 0], [0.1, 0], [0.13, 0.45], [0.16, 0.88], [0.2, 0.9], [0.19, 1.2], [0.22, 1.36], [0.15, 1.46], [0.05, 1.5]] as const;
const TALL_M = 1.75;

function figureShape(): Shape {
  const right = FIGURE.map(([x, y]) => [x, y] as const);
  const shape = new Shape().moveTo(0, 0);
  for (const [x, y] of right.slice(1)) shape.lineTo(x, y);
  for (const [x, y] of [...right].reverse().slice(0, -1)) shape.lineTo(-x, y);
  return shape.closePath();
}

/** Flat people who turn to whoever looks, for scale. */
export function people(places: readonly { readonly at: Place; readonly tall_m: number }[], colour: string): Object3D[] {
  const material = new MeshBasicMaterial({ color: colour, side: DoubleSide });
  const head = new Shape().absarc(0, 1.63, 0.12, 0, 2 * Math.PI);
  return places.map(({ at, tall_m }) => {
    const mesh = new Mesh(new ShapeGeometry([figureShape(), head], 16), material);
    mesh.scale.setScalar(tall_m / TALL_M);
    mesh.position.set(at[0], at[2], -at[1]);
    mesh.onBeforeRender = (_renderer, _scene, camera: Camera) => {
      mesh.rotation.y = Math.atan2(camera.position.x - mesh.position.x, camera.position.z - mesh.position.z);
      mesh.updateMatrixWorld();
    };
    return mesh;
  });
}

/** A north arrow that lies on the ground: `angle` is north against the u axis, counter-clockwise. */
export function northArrow(at: Place, angle: number, colour: string): Object3D[] {
  const half = (side: 1 | -1): Shape => new Shape().moveTo(0, 3.2).lineTo(1.1 * side, -1.4).lineTo(0, -0.5).closePath();
  const filled = new Mesh(new ShapeGeometry(half(-1)), new MeshBasicMaterial({ color: colour, side: DoubleSide }));
  const pale = new Mesh(new ShapeGeometry(half(1)), new MeshBasicMaterial({ color: colour, side: DoubleSide, transparent: true, opacity: 0.35 }));
  for (const mesh of [filled, pale]) {
    mesh.rotation.set(-Math.PI / 2, 0, (angle * Math.PI) / 180 - Math.PI / 2);
    mesh.position.set(at[0], at[2] + 0.02, -at[1]);
  }
  return [filled, pale];
}
