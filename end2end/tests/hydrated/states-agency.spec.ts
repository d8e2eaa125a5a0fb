// What no journey of agency, resource center and Learning Center arrives at, looked at in every state; and names that do harm or are long.

import { say } from '../../fixtures/catalog.ts';
import { audit, expectFits } from '../../fixtures/looks.ts';
import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { expect, test } from '../../fixtures/test.ts';
import { EntryForm, Roster } from '../../pages/agency.ts';
import { post } from '../../pages/identity.ts';
import { WayIn } from '../../pages/learning.ts';
import { arrive, expectRefused, path, visit } from '../../pages/page.ts';
import { Center } from '../../pages/resource-center.ts';

test('rare pages of the resource center', async ({ actors }) => {
  const center = new Center(await actors.demo(demo.manager));
  const { page } = center;
  for (const [address, name] of [
    ['/resource-center?queue=confirm', say('home.manager_heading')],
    ['/resource-center/mail', say('outbox.queue_heading')],
    ['/demo/mail', say('outbox.demo_heading')],
  ] as const) {
    await visit(page, address);
    await arrive(page, name);
  }
  const search = async (words: string): Promise<void> => {
    await visit(page, '/resource-center/assisters');
    await arrive(page, 'Assisters');
    await page.getByRole('textbox', { name: 'Search assisters and organizations' }).fill(words);
    await center.button('Search').click();
    await expect(page).toHaveURL(/\?q=/);
    await arrive(page, 'Assisters');
  };
  await search(letters());
  await center.says(say('resource.found_none_text'));
  await audit(page, 'assisters, no result');
  // What is missing for a look-up.
  await visit(page, '/resource-center/consumers');
  await center.button('Find').click();
  await expectRefused(page, center.field('Full name'), say('resource.consumers_name_missing'));

  // An account in use: what may be done to it, what may not be done now, and what is refused.
  await search(demo.navigator2);
  await page.locator('tbody').getByRole('link').first().click();
  await expect(page).toHaveURL(/assisters\/[0-9a-f-]{36}$/);
  await arrive(page, /./);
  const account = path(page);
  await visit(page, `${account}/reinstate`);
  await center.says(say('resource.done_refused'));
  await visit(page, `${account}/close`);
  await center.button('Close account').click();
  await expectRefused(page, center.field('Reason'), say('resource.reason_missing'));
  await visit(page, account);
  await center.field('Certified').check();
  await center.field('Certified through').fill('');
  await center.button('Save certification').click();
  await expectRefused(page, center.field('Certified through'), say('resource.until_missing'));
});

test('links into the Learning Center that do not open, and a form of it that is empty', async ({ page }) => {
  await visit(page, '/learning/enter/0');
  await arrive(page, 'This link does not work any more');
  const wayIn = new WayIn(page);
  await wayIn.open();
  await wayIn.button.click();
  await expectRefused(page, wayIn.trainingId, say('learning.training_id_missing'));
});

test('names that do harm or are long stay text and fit', async ({ actors }) => {
  const page = await actors.demo(demo.contact);
  const staff = await actors.demo(demo.arc);
  const [roster, form] = [new Roster(page), new EntryForm(page)];
  for (const first of [...HOSTILE, longName().slice(0, 90)]) {
    const own = letters();
    const [long, last] = [first.startsWith('Test'), first.startsWith('Test') ? letters(90) : `Helper${own}`];
    const [name, email] = [`${first} ${last}`, `t.${own}@agency.example.test`];
    const fits = async (each: typeof page, state: string): Promise<void> => {
      if (long) await expectFits(each, state);
      expect(await each.locator('img[src="x"], main script').count(), state).toBe(0);
    };
    const added = await post(page, '/api/add-entry', {
      roster: 'navigator',
      first_name: first,
      last_name: last,
      certification_email: email,
      training_id: `T-${own}`,
      phone: '218-555-0142',
      email: 'help@northernlights.demo.test',
      portal_access: 'yes',
    });
    await visit(page, added.replace(/\?.*/, ''));
    await arrive(page, name);
    await fits(page, 'an assister with such a name');
    await page.getByRole('link', { name: 'Edit', exact: true }).click();
    await arrive(page, 'Edit an assister');
    await expect(form.field('First name')).toHaveValue(first);
    await fits(page, 'such a name in its field');
    await roster.open();
    await roster.search(email);
    await expect(roster.person(name)).toBeVisible();
    await fits(page, 'the roster with such a name');
    await visit(staff, await post(staff, '/api/search-assisters', { words: email }));
    await arrive(staff, 'Assisters');
    await fits(staff, 'a search with such a name');
    await staff.getByRole('link', { name, exact: true }).click();
    await arrive(staff, name);
    await fits(staff, 'an assister with such a name, for staff');
  }
});
