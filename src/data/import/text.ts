import { fieldsOf, isFields, listOf, seen } from './entry.ts';

/** Keys under which tools and their users keep the one text that matters, in the order in which they are tried. */
const promptKeys = ['prompt', 'question', 'query', 'input', 'inputs', 'message', 'text', 'content', 'user_input'];
const responseKeys = ['response', 'answer', 'output', 'outputs', 'completion', 'result', 'text', 'content', 'message'];

/**
 * The prompt in what a tool keeps as input: a text as it is; of a conversation, also one in JSON, the last turn of the
 * user; of an object, the field that is named as prompts are, or its only text. Undefined where there is none.
 */
export function promptIn(value: unknown): string | undefined {
  if (typeof value === 'string') return lastTurn(conversationIn(value), isUser) ?? value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  return lastTurn(value, isUser) ?? textIn(value, { keys: promptKeys, read: promptIn });
}

/** The response in what a tool keeps as output, in the same way: of a conversation, the last turn of the model. */
export function responseIn(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const { choices, generations } = fieldsOf(value);
  if (Array.isArray(choices)) return responseIn(fieldsOf(choices[0])['message'] ?? choices[0]);
  if (Array.isArray(generations)) return responseIn(listOf(generations).flat()[0]);
  return lastTurn(value, isModel) ?? textIn(value, { keys: responseKeys, read: responseIn });
}

/** Why there is no response in a value. */
export function noResponse(value: unknown): string {
  return value === undefined || value === null ? 'has no response' : `has no text as its response, but ${seen(value)}`;
}

const isUser = (role: unknown): boolean => role === 'user' || role === 'human';
const isModel = (role: unknown): boolean => role === 'assistant' || role === 'ai';

interface Search {
  readonly keys: readonly string[];
  readonly read: (value: unknown) => string | undefined;
}

function textIn(value: unknown, { keys, read }: Search): string | undefined {
  if (!isFields(value)) return undefined;
  const { messages, kwargs } = value;
  if (Array.isArray(messages)) return read(messages);
  if (isFields(kwargs)) return read(kwargs['content']);
  const key = keys.find((one) => value[one] !== undefined && value[one] !== null);
  if (key !== undefined) return partsIn(value[key]) ?? read(value[key]);
  const texts = Object.values(value).filter((one) => typeof one === 'string');
  return texts.length === 1 ? texts[0] : undefined;
}

/** A text that is a conversation in JSON, as some tools render prompts. */
function conversationIn(text: string): unknown {
  if (!text.trimStart().startsWith('[')) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The last turn of one side. LangChain writes a message as its serialised class, or with a type in place of the role. */
function lastTurn(value: unknown, isOfSide: (role: unknown) => boolean): string | undefined {
  const turns = listOf(listOf(value).every(Array.isArray) ? listOf(value)[0] : value).map((turn) => {
    const { role, type, content, kwargs, id } = fieldsOf(turn);
    const kind = listOf(id).at(-1);
    if (isFields(kwargs)) return { role: kwargs['type'] ?? classRoles[String(kind)], content: kwargs['content'] };
    return { role: role ?? type, content };
  });
  const turn = turns.findLast(({ role }) => isOfSide(role));
  return typeof turn?.content === 'string' ? turn.content : partsIn(turn?.content);
}

const classRoles: Readonly<Record<string, string>> = {
  HumanMessage: 'user',
  HumanMessageChunk: 'user',
  AIMessage: 'assistant',
  AIMessageChunk: 'assistant',
};

/** The texts of a message in parts. */
function partsIn(content: unknown): string | undefined {
  const texts = listOf(content).flatMap((part) => {
    const { type, text } = fieldsOf(part);
    return (type === 'text' || type === 'output_text' || type === 'input_text') && typeof text === 'string'
      ? [text]
      : [];
  });
  return texts.length === 0 ? undefined : texts.join('');
}
