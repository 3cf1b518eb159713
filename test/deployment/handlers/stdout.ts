/** What is written to the log while something runs, line by line. */
export async function linesOf(run: () => unknown): Promise<unknown[]> {
  const lines: unknown[] = [];
  const write = jest.spyOn(process.stdout, 'write').mockImplementation((line) => {
    lines.push(JSON.parse(String(line)));
    return true;
  });

  try {
    await run();
  } finally {
    write.mockRestore();
  }
  return lines;
}
