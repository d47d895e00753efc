/** Without the flavour that CO-RE programs append: `task_struct___old` means the kernel's `task_struct`. */
export function essentialName(name: string): string {
  const flavour = /^(.+?)___[^_]/.exec(name);
  return flavour?.[1] ?? name;
}
