/** Distribution function of the standard normal distribution; relative error below 1e-11 in the lower tail. */
export function normalCdf(x: number): number {
  if (x < -38) return 0;
  if (x > 8.5) return 1;
  // Far out the series cancels.
  if (x < -4) return tail(-x);
  // Phi(x) = 1/2 + phi(x) (x + x^3/3 + x^5/(3*5) + ...): Abramowitz and Stegun, 26.2.11.
  let term = x;
  let sum = x;
  for (let index = 3; Math.abs(term) > 1e-18 * Math.abs(sum) && index < 400; index += 2) {
    term *= (x * x) / index;
    sum += term;
  }
  return 0.5 + sum * density(x);
}

/** Quantile of the standard normal distribution, by Newton's method. @param probability in (0, 1). */
export function normalQuantile(probability: number): number {
  if (!(probability > 0 && probability < 1)) throw new RangeError(`${probability} is not inside (0, 1)`);
  if (probability > 0.5) return -normalQuantile(1 - probability);
  // A start that is too far out: Newton's method on a convex function then never overshoots.
  let x = -Math.sqrt(-2 * Math.log(probability));
  for (let round = 0; round < 100; round += 1) {
    const step = (normalCdf(x) - probability) / density(x);
    x -= step;
    if (Math.abs(step) < 1e-14 * Math.max(1, Math.abs(x))) break;
  }
  return x;
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);
}

/** Upper tail by Laplace's continued fraction (Abramowitz and Stegun, 26.2.14), for x > 4. */
function tail(x: number): number {
  let fraction = x;
  for (let index = 200; index >= 1; index -= 1) fraction = x + index / fraction;
  return density(x) / fraction;
}
