// Names that would do harm in a page that forgot to escape one place, and names as long as names may be.
// The watch of every test fails on a dialog, so a script that ran would be seen.

import { say } from '../fixtures/catalog.ts';
import { demo, HOSTILE, letters, longName } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Details, openReceipt, Wizard } from '../pages/assister.ts';
import { Clients } from '../pages/clients.ts';
import { CreateAccount } from '../pages/identity.ts';
import { arrive, expectRefused, fact, visit } from '../pages/page.ts';

for (const hostile of [...HOSTILE, '{assister} ${7*7} %s <!--', '‮evil‬ ﷽ Ḥ̴̛a']) {
  test(`${JSON.stringify(hostile)} is shown as a name and does nothing`, async ({ actors }) => {
    const number = await actors.number(demo.broker);
    const name = `${hostile} Test ${letters()}`;
    const { page, who } = await actors.consumer({ name });
    await expect(page.locator('body')).toContainText(name);
    const wizard = new Wizard(page);
    await wizard.toAgreement(number);
    // Refused first: what was typed is shown again, in a field and in a message.
    await wizard.fillIn(`${hostile} other`);
    await wizard.confirm.click();
    await expectRefused(page, wizard.typedName, say('agree.name_different', { name }));
    await expect(wizard.typedName).toHaveValue(`${hostile} other`);
    await wizard.typedName.fill(name);
    await wizard.confirm.click();
    await wizard.done();
    await openReceipt(page);
    await expect(fact(page, say('receipt.typed'))).toHaveText(name);
    await new Details(page).open();

    const assister = await actors.demo(demo.broker);
    const clients = new Clients(assister);
    await clients.open('all');
    const own = who.name.split(' ').at(-1)!;
    await clients.search(own);
    await clients.found(own, [name]);
    await clients.search(`${hostile} ${own}`);
    await clients.found(`${hostile} ${own}`, [name]);
    await clients.client(name).click();
    await expect(assister.getByText(`You are acting for ${name}`).first()).toBeVisible();
    for (const each of [page, assister]) {
      expect(await each.locator('img[src="x"], main script').count()).toBe(0);
    }
  });
}

test('hostile input to every field of "Create an account" comes back as typed', async ({ page }) => {
  const form = new CreateAccount(page);
  for (const hostile of HOSTILE) {
    await form.open();
    await form.submit({ name: hostile, born: hostile, email: hostile, password: hostile });
    await expectRefused(page, form.email, say('create_account.email_wrong'));
    await expect(form.name).toHaveValue(hostile);
    await expect(form.born).toHaveValue(hostile);
    await expect(form.email).toHaveValue(hostile);
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  }
});

test('a hostile address is shown harmlessly', async ({ page, actors }) => {
  for (const hostile of HOSTILE) {
    await visit(page, `/${encodeURIComponent(hostile)}`);
    await arrive(page, 'Page not found');
    await visit(page, `/sign-in?next=${encodeURIComponent(`/${hostile}`)}`);
    await arrive(page, 'Sign in');
    expect(await page.locator('img[src="x"]').count()).toBe(0);
  }
  const assister = await actors.demo(demo.navigator2);
  await visit(assister, `/clients?q=${encodeURIComponent(HOSTILE[0])}&list=${encodeURIComponent(HOSTILE[1])}`);
  await new Clients(assister).arrived();
});

test('a name of the full length fits everywhere', async ({ actors }) => {
  const number = await actors.number(demo.cac);
  const name = longName();
  const { page } = await actors.consumer({ name });
  await new Wizard(page).authorize(number, name);
  await openReceipt(page);
  await expect(fact(page, say('receipt.typed'))).toHaveText(name);
  const clients = new Clients(await actors.demo(demo.cac));
  await clients.openRecord(name);
});
