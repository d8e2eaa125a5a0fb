// The wizard and the browser's Back button: from step to step, to another number, and out of it.

import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, HEADINGS, Wizard } from '../pages/assister.ts';
import { arrive, fact, path } from '../pages/page.ts';

test('the Back button goes from step to step, and another number begins anew', async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page } = await actors.consumer();
  const wizard = new Wizard(page);
  await wizard.toAgreement(first);
  await page.goBack();
  await arrive(page, HEADINGS.card);
  const name = await fact(page, 'Name').innerText();
  await page.goBack();
  await arrive(page, HEADINGS.number);
  await page.goForward();
  await arrive(page, HEADINGS.card);
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  await expect(page.locator('main')).toContainText(name);

  await page.goBack();
  await arrive(page, HEADINGS.card);
  await wizard.different.click();
  await arrive(page, HEADINGS.number);
  await wizard.lookUp(second);
  await arrive(page, HEADINGS.card);
  await expect(fact(page, 'Name')).not.toHaveText(name);
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  await expect(page.locator('main')).not.toContainText(name);
  await wizard.cancel.click();
  await arrive(page, 'Assister Details');
  await expect(new Details(page).none).toBeVisible();
});

test('Back from a finished wizard leads out of it', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await page.getByRole('link', { name: 'Manage Assister', exact: true }).click();
  await arrive(page, 'Assister Details');
  await new Details(page).add.click();
  await new Wizard(page).authorize(number, who.name);
  // The steps that can't be shown again lead to the first one, each without a step of its own to go back from.
  for (let step = 0; step < 6 && path(page) !== '/account'; step += 1) {
    await page.goBack();
    await arrive(page, /./);
  }
  await arrive(page, 'Your account');
});
