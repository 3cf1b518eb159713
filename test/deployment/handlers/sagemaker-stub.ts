import { EndpointClient } from '../../../lib/deployment/handlers/endpoint-calls';

/** Answers by the name of the operation, in order; an error is thrown. The last one is given again. */
export type Answers = Readonly<Record<string, readonly object[]>>;

/** A client that answers as told, and what it was asked. */
export function clientOf(answers: Answers): { client: EndpointClient; calls: [string, unknown][] } {
  const calls: [string, unknown][] = [];
  const send = (command: { readonly input: unknown }): Promise<object> => {
    const name = command.constructor.name.replace(/Command$/, '');
    const before = calls.filter(([called]) => called === name).length;
    calls.push([name, command.input]);
    const prepared = answers[name] ?? [];
    const answer = prepared[before] ?? prepared.at(-1) ?? new Error(`nothing prepared for ${name}`);

    return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer);
  };

  return { client: { send } as EndpointClient, calls };
}

/** An error of the SDK. */
export function named(name: string, message: string): Error {
  return Object.assign(new Error(message), { name });
}
