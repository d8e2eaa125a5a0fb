// "Your account", "Assister Details", change, keep, remove, the history, and what the notices say of it.

import { say } from '../fixtures/catalog.ts';
import { demo } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, HEADINGS, Remove, Wizard } from '../pages/assister.ts';
import { arrive, fact, visit } from '../pages/page.ts';

test('an assister is replaced by another, kept, and removed; the history and the notices tell of it', async ({ actors }) => {
  const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
  const { page, who } = await actors.consumer();
  const main = page.locator('main');
  const wizard = new Wizard(page);
  await wizard.authorized(first, who.name);
  const details = new Details(page);
  await details.open();
  const broker = await fact(page, 'Name').innerText();
  for (const term of ['Kind of assister', 'Organization', 'Phone', 'Email', 'Date authorized'])
    await expect(fact(page, term)).toHaveText(/\S/);
  for (const link of [details.change, details.remove, details.receipt]) await expect(link).toBeVisible();
  await details.change.click();
  await arrive(page, HEADINGS.number);
  await wizard.lookUp(second);
  await arrive(page, HEADINGS.card);
  await wizard.next.click();
  await arrive(page, HEADINGS.agree);
  await expect(main).toContainText(say('agree.replaces_title'));
  await expect(main).toContainText(say('agree.replaces', { name: broker }));
  await wizard.fillIn(who.name);
  await wizard.confirm.click();
  const cac = await wizard.done();
  expect(cac).not.toBe(broker);

  await main.getByRole('link', { name: 'Go to your account', exact: true }).click();
  await arrive(page, 'Your account');
  await expect(main).toContainText(say('account.helped', { name: cac }));
  await page.getByRole('link', { name: 'Manage Assister', exact: true }).click();
  await arrive(page, 'Assister Details');
  await expect(fact(page, 'Name')).toHaveText(cac);
  await expect(details.history()).toHaveCount(1);
  await details.remove.click();
  await arrive(page, `Remove ${cac}?`);
  await expect(main).toContainText(say('remove.access'));
  const remove = new Remove(page);
  await remove.keep.click();
  await arrive(page, 'Assister Details');
  await expect(fact(page, 'Name')).toHaveText(cac);
  await details.remove.click();
  await arrive(page, `Remove ${cac}?`);
  await remove.button.click();
  await arrive(page, 'Assister Details');
  await expect(main).toContainText(say('details.removed', { name: cac }));
  await expect(details.none).toBeVisible();

  // Newest first, each with its receipt.
  await expect(details.history()).toHaveCount(2);
  await expect(details.history().nth(0)).toContainText(cac);
  await expect(details.history().nth(0)).toContainText(say('details.ended_removed'));
  await expect(details.history().nth(1)).toContainText(broker);
  await expect(details.history().nth(1)).toContainText(say('details.ended_changed'));
  await details.history().nth(0).getByRole('link').click();
  await arrive(page, 'Your receipt');
  await expect(fact(page, say('receipt.status'))).toHaveText(/^Ended .*\d{4}/);

  await visit(page, '/account/notices');
  await arrive(page, 'Notices');
  const lines = await main.locator('dd').allInnerTexts();
  expect(lines.filter((line) => !line.startsWith(say('notices.see_assister'))).map((line) => line.trim())).toEqual([
    say('notices.assister_removed', { about: cac }),
    say('notices.assister_changed', { before: broker, about: cac }),
    say('notices.assister_added', { about: broker }),
  ]);
  await page.getByRole('link', { name: new RegExp(`^${say('notices.see_assister')}`) }).first().click();
  await arrive(page, 'Assister Details');
});
