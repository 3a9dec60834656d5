// Thin client over the generated bindings: commands that throw, events that unsubscribe.
import {
  commands,
  events,
  type CodeAsked,
  type CostsChanged,
  type Dropped_Serialize,
  type EnvironmentsChanged,
  type Import,
  type LaunchChanged,
  type MenuAction,
  type RotationMoved,
  type UiError,
} from "./bindings";

export type * from "./bindings";

/** An error of the shell as an exception, so that queries and mutations carry it. */
export class CommandError extends Error {
  constructor(readonly detail: UiError) {
    super(detail.message);
  }
}

type Answer<T> = { status: "ok"; data: T } | { status: "error"; error: UiError };

type Unwrapped<C> = {
  [K in keyof C]: C[K] extends (...args: infer A) => Promise<Answer<infer T>> ? (...args: A) => Promise<T> : never;
};

/** Every command of the shell; a refusal is thrown as a CommandError. */
export const shell = new Proxy(commands, {
  get(target, name) {
    const command = Reflect.get(target, name) as (...args: unknown[]) => Promise<Answer<unknown>>;
    return async (...args: unknown[]) => {
      const answer = await command(...args);
      if (answer.status === "ok") return answer.data;
      throw new CommandError(answer.error);
    };
  },
}) as unknown as Unwrapped<typeof commands>;

function subscribe<T>(listen: (hear: (event: { payload: T }) => void) => Promise<() => void>, hear: (payload: T) => void) {
  let stopped = false;
  let stop: (() => void) | undefined;
  void listen((event) => hear(event.payload)).then((unlisten) => {
    if (stopped) unlisten();
    else stop = unlisten;
  });
  return () => {
    stopped = true;
    stop?.();
  };
}

export const onLaunchChanged = (hear: (snapshot: LaunchChanged) => void) =>
  subscribe((listener) => events.launchChanged.listen(listener), hear);

export const onEnvironmentsChanged = (hear: (change: EnvironmentsChanged) => void) =>
  subscribe((listener) => events.environmentsChanged.listen(listener), hear);

export const onImportChanged = (hear: (moved: Import) => void) =>
  subscribe((listener) => events.importChanged.listen(listener), hear);

export const onCostsChanged = (hear: (change: CostsChanged) => void) =>
  subscribe((listener) => events.costsChanged.listen(listener), hear);

export const onCodeAsked = (hear: (question: CodeAsked) => void) =>
  subscribe((listener) => events.codeAsked.listen(listener), hear);

export const onRotationMoved = (hear: (moved: RotationMoved) => void) =>
  subscribe((listener) => events.rotationMoved.listen(listener), hear);

export const onMenuChosen = (hear: (action: MenuAction) => void) =>
  subscribe((listener) => events.menuChosen.listen(listener), hear);

export const onDropped = (hear: (dropped: Dropped_Serialize) => void) =>
  subscribe((listener) => events.dropped.listen(listener), hear);
