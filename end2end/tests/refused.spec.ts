// A refused form without a script: its page is gone to where it says what is wrong, by the address alone.

import { expect, test } from '../fixtures/test.ts';
import { SignIn } from '../pages/identity.ts';
import { problems, visit } from '../pages/page.ts';

test('the focus goes to what is wrong, below the heading, without a script', { tag: '@form' }, async ({ page }) => {
  await page.setViewportSize({ width: 360, height: 400 });
  await visit(page, '/sign-in');
  await new SignIn(page).button.click();
  await expect(page).toHaveURL(/retry=[^#]+#problems$/);
  await expect(page.locator('#problems')).toBeFocused();
  await expect(problems(page)).toBeInViewport();
  const [heading, summary] = [await page.locator('h1').boundingBox(), await page.locator('#problems').boundingBox()];
  expect(summary!.y).toBeGreaterThan(heading!.y);
  // The next stop of the keyboard is the first link of it.
  await page.keyboard.press('Tab');
  await expect(page.locator('#problems a').first()).toBeFocused();
});
