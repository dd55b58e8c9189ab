import { fieldsOf, isFields, listOf, seen, type Fields } from './entry.ts';

/** Keys under which tools and their users keep the one text that matters, in the order in which they are tried. */
const promptKeys = ['prompt', 'question', 'query', 'input', 'inputs', 'user_input', 'message', 'text', 'content'];
const responseKeys = ['response', 'answer', 'output', 'outputs', 'completion', 'result', 'text', 'content', 'message'];

/** Those that say that it is a text, and not which. */
const vague = new Set(['text', 'content', 'message']);

/** Keys of a message or completion whose words are no text of it. */
const labels = new Set([
  'id',
  'role',
  'type',
  'model',
  'object',
  'finish_reason',
  'finishReason',
  'stop_reason',
  'stopReason',
]);

/**
 * The prompt in what a tool keeps as input: a text as it is; of a conversation, also one in JSON, the last turn of the
 * user; of an object, the field that is named as prompts are, or its only text. Undefined where there is none, and where
 * it is not clear which of several it is.
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
  if (value === undefined || value === null) return 'has no response';
  const fields = fieldsOf(value);
  const key = namedIn(fields, responseKeys);
  if (key !== undefined && isUnclear(fields, key))
    return `has several texts, and no name that says which is the response: ${seen(value)}`;
  if (key !== undefined && isFields(fields[key])) return noResponse(fields[key]);
  return `has no text as its response, but ${seen(value)}`;
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
  const key = namedIn(value, keys);
  if (key !== undefined) return isUnclear(value, key) ? undefined : (partsIn(value[key]) ?? read(value[key]));
  const texts = Object.keys(value).filter((one) => !labels.has(one) && typeof value[one] === 'string');
  return texts.length === 1 ? (value[texts[0]!] as string) : undefined;
}

function namedIn(value: Fields, keys: readonly string[]): string | undefined {
  return keys.find((one) => value[one] !== undefined && value[one] !== null);
}

/** Whether a vague name stands beside other texts, and neither is nor holds a message: any of them may be meant. */
function isUnclear(value: Fields, key: string): boolean {
  if (!vague.has(key) || isMessage(value) || isMessage(value[key])) return false;
  return Object.entries(value).some(([one, text]) => one !== key && !labels.has(one) && hasText(text));
}

function isMessage(value: unknown): boolean {
  const { role, type } = fieldsOf(value);
  return typeof role === 'string' || isUser(type) || isModel(type);
}

function hasText(value: unknown): boolean {
  return typeof value === 'string' ? value.trim() !== '' : partsIn(value) !== undefined;
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
