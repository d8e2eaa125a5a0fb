// Accessible in every state: what a consumer sees.

import { say } from '../../fixtures/catalog.ts';
import { mistyped } from '../../fixtures/numbers.ts';
import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { expectAccessible } from '../../fixtures/looks.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Details, HEADINGS, openReceipt, Remove, Wizard } from '../../pages/assister.ts';
import { arrive, problems, visit } from '../../pages/page.ts';

const NAMES = {
  'an ordinary name': () => undefined,
  'a long name': longName,
  'a hostile name': () => `${HOSTILE[1]} ${letters()}`,
};

for (const [what, make] of Object.entries(NAMES)) {
  test(`${what}: from no assister to one, and to none again`, async ({ actors }) => {
    test.setTimeout(300_000);
    const [first, second] = [await actors.number(demo.broker), await actors.number(demo.cac)];
    const name = make();
    const { page, who } = await actors.consumer(name ? { name } : {});
    await expectAccessible(page, 'account, nobody helps');
    const details = new Details(page);
    await details.open();
    await expectAccessible(page, 'details, none');
    const wizard = new Wizard(page);
    await wizard.open();
    await expectAccessible(page, 'number, empty');
    await wizard.lookUp(mistyped(first));
    await expect(problems(page)).toBeVisible();
    await expectAccessible(page, 'number, refused');
    await wizard.lookUp(first);
    await arrive(page, HEADINGS.card);
    await expectAccessible(page, 'card');
    await wizard.next.click();
    await arrive(page, HEADINGS.agree);
    await expectAccessible(page, 'agreement');
    await wizard.typedName.fill('Somebody Else');
    await wizard.confirm.click();
    await expect(problems(page)).toBeVisible();
    await expectAccessible(page, 'agreement, refused');
    await wizard.fillIn(who.name);
    await wizard.confirm.click();
    await wizard.done();
    await expectAccessible(page, 'authorized');
    await openReceipt(page);
    await expectAccessible(page, 'receipt');
    await wizard.toAgreement(second);
    await expect(page.locator('main')).toContainText(say('agree.replaces_title'));
    await expectAccessible(page, 'agreement, one is replaced');
    await wizard.fillIn(who.name);
    await wizard.confirm.click();
    await wizard.done();
    await visit(page, '/account');
    await expectAccessible(page, 'account, helped');
    await details.open();
    await expectAccessible(page, 'details, one and a history');
    const remove = new Remove(page);
    await remove.open();
    await expectAccessible(page, 'remove');
    const other = await page.context().newPage();
    await new Remove(other).remove();
    await expectAccessible(other, 'details, removed');
    await remove.button.click();
    await expect(page.getByText(say('details.already_removed')).first()).toBeVisible();
    await expectAccessible(page, 'details, removed already');
    await visit(page, '/account/assister?window=other');
    await expect(page.getByText(say('details.other_window')).first()).toBeVisible();
    await expectAccessible(page, 'details, another window was quicker');
    await page.getByRole('link', { name: /^View your receipt/ }).first().click();
    await arrive(page, 'Your receipt');
    await expect(page.locator('main')).toContainText('Ended');
    await expectAccessible(page, 'receipt of an authorization that ended');
    await visit(page, '/sessions');
    await expectAccessible(page, 'sessions');
  });
}
