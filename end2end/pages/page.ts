// What every page has: one heading, a moment from which it answers to the mouse, and errors shown in one way.

import { expect, test, type Locator, type Page, type Response } from '@playwright/test';
import { literally } from '../fixtures/catalog.ts';
import { audit } from '../fixtures/looks.ts';

/** Whether this project runs scripts. */
export function scripted(): boolean {
  return test.info().project.use.javaScriptEnabled !== false;
}

/** Waits until the page on screen answers to the mouse. With JavaScript off it does from the start. */
export async function ready(page: Page): Promise<void> {
  // What visitors see first has no program.
  if (scripted()) await expect(page.locator('html:is([data-hydrated="true"], :not(:has(script[data-program])))')).toBeAttached();
}

/** Goes to an address and waits until the page is ready, and accessible. */
export async function visit(page: Page, address: string): Promise<Response> {
  const response = await page.goto(address);
  await ready(page);
  if (scripted()) await audit(page, address);
  if (!response) throw new Error(`no answer from ${address}`);
  return response;
}

/** The one heading of the page. */
export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name, exact: true });
}

/** Waits for the page with this heading, which must be accessible. */
export async function arrive(page: Page, name: string | RegExp): Promise<void> {
  await expect(heading(page, name)).toBeVisible();
  await ready(page);
  if (scripted()) await audit(page, String(name));
}

/** The path of the page on screen, without what is asked for. */
export function path(page: Page): string {
  return new URL(page.url()).pathname;
}

/** What a list of facts says of `term`. */
export function fact(page: Page, term: string): Locator {
  return page.locator(`xpath=//dt[normalize-space()="${term}"]/following-sibling::dd[1]`);
}

/** The box "There is a problem" that links to each field in error. */
export function problems(page: Page): Locator {
  return page
    .locator('main')
    .locator('xpath=.//*[(@role="alert" or @tabindex="-1") and .//*[normalize-space()="There is a problem"]]')
    .first();
}

/** The form was refused for this field: said in the summary, whose link leads to the field, and at the field; accessible like any page. */
export async function expectRefused(page: Page, field: Locator, message: string): Promise<void> {
  const link = problems(page).getByRole('link', { name: message, exact: true });
  await expect(link).toBeVisible();
  await expect(field).toHaveAttribute('aria-invalid', 'true');
  await expect(field).toHaveAccessibleDescription(new RegExp(literally(message)));
  await ready(page);
  if (scripted()) await audit(page, message);
  await link.click();
  await expect(field).toBeFocused();
}

/** Nothing is there, or nothing for this person: the two look the same. */
export async function expectNotFound(page: Page, address: string): Promise<void> {
  const response = await visit(page, address);
  expect(response.status(), address).toBe(404);
  await arrive(page, 'Page not found');
}
