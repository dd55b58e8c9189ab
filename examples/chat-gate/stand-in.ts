import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/*
 * Plays a provider, so that the example runs without a key: the OpenAI chat protocol on a port of this machine. What it
 * says is fixed. Like many models it rates its own bold and wrong answers highest.
 */

interface Scripted {
  readonly first: string;
  /** What it says when it is asked again. */
  readonly second: string;
  readonly rating: string;
}

const scripts: Readonly<Record<string, Scripted>> = {
  'What is the capital of Australia?': {
    first:
      'The capital is certainly **Sydney**, the most important and definitely largest city of this truly great country!',
    second: 'Canberra.',
    rating: '10',
  },
  'How many minutes is 2.5 hours?': { first: '150 minutes.', second: '150 minutes.', rating: '9' },
  'How do I undo the last commit in git without losing my changes?': {
    first:
      '## Complete solution\n\nThis is absolutely the best way and it always works perfectly:\n\n' +
      '- **Step 1:** run `git reset --hard HEAD~1`\n- **Step 2:** everything is guaranteed to be restored\n' +
      '- **Step 3:** enjoy your flawless result!',
    second: 'Run `git reset --soft HEAD~1`. Your changes stay.',
    rating: '10',
  },
  'How do I show a picture in HTML?': {
    first:
      'Use an image tag: <img src="cat.png" alt="a cat" onerror="document.title = 1">. The alt text is read aloud.',
    second: '<img src="cat.png" alt="a cat">',
    rating: '8',
  },
};

const unknown: Scripted = {
  first: 'I am a stand-in without a model behind me. Ask me one of the questions above.',
  second: 'I am a stand-in. Ask me one of the questions above.',
  rating: '6',
};

interface Request {
  readonly messages: readonly { readonly role: string; readonly content: string }[];
  readonly response_format?: unknown;
  readonly stream?: boolean;
}

/** Starts it on a free port, and gives back its address. It does not keep a process alive. */
export function startStandIn(): Promise<string> {
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => void answer(JSON.parse(Buffer.concat(chunks).toString()) as Request, response));
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`));
    server.unref();
  });
}

async function answer({ messages, response_format: form, stream }: Request, response: ServerResponse): Promise<void> {
  const content = form === undefined ? reply(messages) : rating(messages);
  if (stream !== true) return whole(content, response);
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  for (const piece of content.match(/\S+\s*|\s+/g) ?? []) {
    event(response, { delta: { content: piece }, finish_reason: null });
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
  event(response, { delta: {}, finish_reason: 'stop' });
  response.end('data: [DONE]\n\n');
}

function scriptOf(prompt: string | undefined): Scripted {
  return Object.entries(scripts).find(([known]) => known === prompt)?.[1] ?? unknown;
}

function reply(messages: Request['messages']): string {
  const { first, second } = scriptOf(messages.find(({ role }) => role === 'user')?.content);
  return messages.some(({ role }) => role === 'assistant') ? second : first;
}

/** The first line of what a rater is asked has the material. */
function rating(messages: Request['messages']): string {
  const asked = messages.findLast(({ role }) => role === 'user')!.content;
  const material = JSON.parse(asked.slice(0, asked.indexOf('\n'))) as { prompt?: string; response: string };
  const { second, rating: first } = scriptOf(material.prompt);
  const given = material.response === second ? '9' : first;
  return JSON.stringify({ explanation: 'It is what was asked for.', rating: given });
}

const named = { id: 'stand-in', created: 0, model: 'stand-in' };
const usage = { prompt_tokens: 20, completion_tokens: 10, total_tokens: 30 };

function whole(content: string, response: ServerResponse): void {
  const choice = { index: 0, message: { role: 'assistant', content }, finish_reason: 'stop' };
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(JSON.stringify({ ...named, object: 'chat.completion', choices: [choice], usage }));
}

function event(response: ServerResponse, choice: object): void {
  const chunk = { ...named, object: 'chat.completion.chunk', choices: [{ index: 0, ...choice }], usage };
  response.write(`data: ${JSON.stringify(chunk)}\n\n`);
}
