import { all } from '../cases.ts';

export default all.map(({ prompt }) => ({ vars: { question: prompt } }));
