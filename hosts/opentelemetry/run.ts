import { InMemoryLogRecordExporter, LoggerProvider, SimpleLogRecordProcessor } from '@opentelemetry/sdk-logs';
import { evaluationEvent } from '../../dist/adapters/index.js';
import { gated } from '../../dist/rating/index.js';
import { all, cases, gate, gates, rate } from '../cases.ts';
import { compare } from '../golden.ts';

const exporter = new InMemoryLogRecordExporter();
const provider = new LoggerProvider({ processors: [new SimpleLogRecordProcessor({ exporter })] });
const logger = provider.getLogger('unflatter');
const check = gated(rate, gate);

for (const [index, { prompt, response }] of all.entries())
  logger.emit(evaluationEvent(await check({ prompt, response }), { responseId: `response-${index}` }));

for (const { gate: other, name } of gates)
  logger.emit(evaluationEvent(await gated(rate, other)(cases.unrated), { name }));

await provider.forceFlush();
compare(
  import.meta.dirname,
  exporter.getFinishedLogRecords().map(({ eventName, severityNumber, attributes }) => ({
    eventName,
    severityNumber,
    attributes,
  })),
);
