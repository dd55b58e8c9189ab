/* Preloaded with `--import`: says on stderr, as the last line, what the process took. */
process.on('exit', () => {
  const { maxRSS, userCPUTime, systemCPUTime } = process.resourceUsage();
  process.stderr.write(
    `\n${JSON.stringify({ cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peak: maxRSS * 1024 })}\n`,
  );
});
