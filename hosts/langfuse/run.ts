import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { LangfuseClient } from '@langfuse/client';
import { langfuseEvaluator } from '../../dist/adapters/index.js';
import { all, answer, gates, rate } from '../cases.ts';
import { compare } from '../golden.ts';

/* A server that takes what the client sends to Langfuse, and keeps the scores. */
const sent: { type: string; body: Record<string, unknown> }[] = [];
const paths = new Set<string>();
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += String(chunk);
  paths.add(`${request.method} ${request.url}`);
  const { batch = [] } = JSON.parse(body || '{}') as { batch?: typeof sent };
  sent.push(...batch);
  response.setHeader('content-type', 'application/json');
  response.end(JSON.stringify({ successes: [], errors: [] }));
});
await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
const { port } = server.address() as AddressInfo;

const langfuse = new LangfuseClient({ publicKey: 'pk', secretKey: 'sk', baseUrl: `http://127.0.0.1:${port}` });
const { itemResults } = await langfuse.experiment.run({
  name: 'example',
  data: all.map(({ prompt }) => ({ input: prompt })),
  task: async ({ input }) => answer(String(input)),
  evaluators: gates.map((one) => langfuseEvaluator({ ...one, rate })),
  maxConcurrency: 1,
});
await langfuse.flush();
server.close();

compare(import.meta.dirname, {
  results: itemResults.map(({ item, evaluations }) => ({ input: item.input, evaluations })),
  paths: [...paths],
  sent: sent
    .filter(({ type }) => type === 'score-create')
    .map(({ body: { name, value, dataType, comment } }) => ({ name, value, dataType, comment })),
});
process.exit(0);
