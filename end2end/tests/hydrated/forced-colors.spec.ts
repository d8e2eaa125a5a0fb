// Where the reader's own few colors stand for ours: what is current, reached, wrong or focused is seen all the same.

import { demo } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { arrive, problems, visit } from '../../pages/page.ts';
import type { Locator } from '@playwright/test';

/** How something looks: its ground, its lines, its text. */
const look = (of: Locator): Promise<string> =>
  of.evaluate((element) => {
    const { backgroundColor, borderBottomColor, borderBottomStyle, borderBottomWidth, color, outlineStyle, outlineWidth } = getComputedStyle(element);
    return JSON.stringify({ backgroundColor, borderBottomColor, borderBottomStyle, borderBottomWidth, color, outlineStyle, outlineWidth });
  });
const ground = async (of: Locator): Promise<string> => (JSON.parse(await look(of)) as { backgroundColor: string }).backgroundColor;

test('the current tab, the steps, a wrong field and the focus are seen in forced colors', { tag: '@live' }, async ({ actors }) => {
  const navigator = await actors.demo(demo.navigator);
  await navigator.emulateMedia({ forcedColors: 'active' });
  const clients = new Clients(navigator);
  await clients.open('in-progress');
  const [current, other] = [clients.tab('in-progress'), clients.tab('all')];
  expect(await ground(current)).not.toBe(await ground(other));
  const count = current.locator('.tabs__count');
  const colors = await count.evaluate((element) => [getComputedStyle(element).color, getComputedStyle(element.parentElement!).color]);
  expect(colors[0], 'the number is as readable as the tab').toBe(colors[1]);
  const before = await look(other);
  await other.focus();
  await navigator.keyboard.press('Shift+Tab');
  await navigator.keyboard.press('Tab');
  expect(await look(other)).not.toBe(before);

  const { page } = await actors.consumer();
  await page.emulateMedia({ forcedColors: 'active' });
  const wizard = new Wizard(page);
  await visit(page, '/account/assister/add');
  await arrive(page, /./);
  const marks = page.locator('.steps__mark');
  if (await marks.count()) expect(await ground(marks.first())).not.toBe(await ground(marks.last()));
  await wizard.search.click();
  await expect(problems(page)).toBeVisible();
  const field = page.locator('.field--error');
  expect(await field.evaluate((element) => getComputedStyle(element).borderLeftStyle)).toBe('double');
  const box = await page.locator('.error-summary').evaluate((element) => getComputedStyle(element).borderTopWidth);
  expect(parseFloat(box)).toBeGreaterThanOrEqual(2);
});
