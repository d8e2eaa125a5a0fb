// The application: begun at home, finished by the assister, determined at once; and what is refused.

import { say, sayLike } from '../fixtures/catalog.ts';
import { demo, letters } from '../fixtures/people.ts';
import { expect, test } from '../fixtures/test.ts';
import { Wizard } from '../pages/assister.ts';
import { Application } from '../pages/application.ts';
import { Clients } from '../pages/clients.ts';
import { post, postForm } from '../pages/identity.ts';
import { arrive, expectNotFound, fact, path, problems, visit } from '../pages/page.ts';

test('what a consumer began at home their assister finishes, and both see the result', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await page.getByRole('link', { name: 'Apply for coverage', exact: true }).click();
  await arrive(page, 'Health coverage application');
  await own.start();
  await own.household(who.name);
  await new Wizard(page).authorized(number, who.name);

  // She is stuck at the address. The counselor goes on from there.
  const helper = await actors.demo(demo.cac);
  const record = await new Clients(helper).openRecord(who.name);
  await expect(fact(helper, 'Application')).toHaveText('Started, not submitted');
  await helper.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(helper, 'Health coverage application');
  await expect(helper.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  await expect(helper.getByText(new RegExp(`^Last saved by ${who.name} \\(Consumer\\) on `))).toBeVisible();
  await helper.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(helper, 'Where does the household live?');
  const acting = new Application(helper, `${record}/application`);
  await acting.address();
  await acting.income(who.name, '30,000');
  await acting.rest(who.name);
  await acting.toSign();
  await acting.agreed(who.name, 'Mai Yang', acting.today());
  await acting.submit.click();
  await acting.determined();
  await expect(fact(helper, who.name)).toContainText('MinnesotaCare');
  await expect(fact(helper, 'Signed by')).toContainText(/^Mai Yang \(CAC\), as agreed by phone on /);
  await expect(fact(helper, 'Yearly income of the household')).toHaveText('$30,000.00');
  await helper.getByRole('link', { name: 'Back to the client record', exact: true }).click();
  await arrive(helper, who.name);
  await expect(fact(helper, 'Initial determination')).toHaveText('MinnesotaCare');
  await expect(fact(helper, 'Enrolled in a health plan')).toHaveText('No');

  // She sees all of it in her own account, and the notices that nobody else has.
  await own.open();
  await own.determined();
  await expect(fact(page, who.name)).toContainText('MinnesotaCare');
  await visit(page, '/account/notices');
  const told = [
    sayLike('notices.determined', { by: say('notices.by_portal'), about: 'MinnesotaCare' }),
    sayLike('notices.submitted_by', { by: 'Mai Yang' }),
    say('notices.assister_added', { about: 'Mai Yang' }),
  ];
  for (const each of told) await expect(page.getByText(each).first()).toBeVisible();
  await page.getByRole('link', { name: new RegExp(`^${say('notices.see_result')}`) }).click();
  await own.determined();
  await expectNotFound(helper, '/account/notices');
});

test('a consumer alone: save, leave, resume, change an answer from the review, submit once', { tag: '@main' }, async ({ actors }) => {
  test.setTimeout(240_000);
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.household(who.name);
  await own.address();
  await visit(page, '/account');
  await page.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(page, 'Health coverage application');
  await page.getByRole('link', { name: 'Resume application', exact: true }).click();
  await arrive(page, 'Income of the household');
  await own.income(who.name, '20000');
  await own.rest(who.name);
  await page.getByRole('link', { name: `Change ${who.name}: Job`, exact: true }).click();
  await arrive(page, 'Change income');
  await own.field('How much is it each time?').fill('39,000');
  await own.goOn('Review your answers');
  await expect(fact(page, 'Total of the household in a year')).toHaveText('$39,000.00');
  await own.toSign();
  await own.field('Your full name').fill(who.name.toLowerCase());
  await own.submit.dblclick();
  await own.determined();
  await expect(fact(page, who.name)).toContainText('Health plan with a premium tax credit');

  // Read-only from now on, for her and by any way back.
  for (const address of ['', 'help', 'address', 'review', 'sign']) {
    await own.open(address);
    await own.determined();
  }
  await page.getByRole('link', { name: 'See the answers', exact: true }).click();
  await arrive(page, 'Answers');
  await expect(page.getByRole('link', { name: /^Change/ })).toHaveCount(0);
  await page.getByRole('link', { name: 'Something changed or is wrong?', exact: true }).click();
  await arrive(page, 'Something changed or is wrong?');
  await expect(page.getByText('Call the MNsure Contact Center').first()).toBeVisible();
});

test('without help with paying it ends here, and nothing is lost', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.help(false);
  await own.goOn("This application can't be completed here");
  await own.open('household');
  await arrive(page, "This application can't be completed here");
  await page.getByRole('link', { name: 'Change the answer', exact: true }).click();
  await arrive(page, 'Do you want help paying for coverage?');
  await own.household(who.name);
});

test('an assister is refused without help with paying, too, whatever is posted', { tag: '@main' }, async ({ actors }) => {
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(number, who.name);
  const cac = await actors.demo(demo.cac);
  const record = await new Clients(cac).openRecord(who.name);
  const acting = new Application(cac, `${record}/application`);
  await acting.start();
  await acting.help(false);
  await acting.goOn("This application can't be completed here");
  await expect(cac.getByText(`You are acting for ${who.name}`).first()).toBeVisible();
  await expect(cac.locator('main')).toContainText(say('application.not_here_text_assister', { name: who.name }));
  await expect(cac.getByRole('button', { name: /^(Save|Submit)/ })).toHaveCount(0);

  const id = record.split('/').at(-1)!;
  const signature = { agreed: 'by_phone', agreed_on: acting.today(), full_name: 'Mai Yang' };
  for (const [what, form] of [
    ['save', { page: 'household/1', seen: 'x', name: who.name, born: who.born, applies: 'yes' }],
    ['save', { page: 'address', seen: 'x', street: '12 Lake St', city: 'Duluth', zip: '55802', county: '137' }],
    ['submit', signature],
  ] as const) {
    expect(await post(cac, `/api/${what}-client-application`, { id, ...form })).toBe(`${acting.base}/not-here`);
  }
  for (const ahead of ['household', 'review', 'sign', 'determination']) {
    await acting.open(ahead);
    await arrive(cac, "This application can't be completed here");
  }
  // It is hers as well: nothing was submitted.
  await new Application(page).open('determination');
  await arrive(page, "This application can't be completed here");
});

test('what is missing when it is signed is listed, each with the way to its page', async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  await own.toSign();
  await own.field('Your full name').fill(who.name);
  // Meanwhile somebody more applies, in another tab.
  const child = `Kim ${letters()}`;
  await postForm(page, `${own.base}/household/add`, { name: child, relation: 'child', born: '3/4/2020', applies: 'yes' });
  await own.submit.click();
  const [coverage, status] = [say('application.coverage_heading', { name: child }), say('application.status_heading', { name: child })];
  const listed = async (...missing: string[]): Promise<void> => {
    await arrive(page, 'Health coverage application');
    await expect(problems(page)).toContainText(say(missing.length === 1 ? 'application.missing_heading' : 'application.missing_many'));
    await expect(problems(page).getByRole('listitem')).toHaveText(missing);
    await expect(problems(page).getByRole('link')).toHaveText(missing);
  };
  await listed(coverage, status);
  await problems(page).getByRole('link', { name: coverage, exact: true }).click();
  await arrive(page, coverage);
  await own.choice('Does this person have Medicare?', 'No').check();
  await own.choice('Does an employer offer this person health coverage?', 'No').check();
  await own.goOn(/^How will the household file taxes/);

  // What is sent all the same is refused for what is left.
  await visit(page, await post(page, '/api/submit-application', { full_name: who.name }));
  await listed(status);
  await problems(page).getByRole('link', { name: status, exact: true }).click();
  await arrive(page, status);
  await own.field('U.S. citizen or U.S. national').check();
  await own.goOn('Review your answers');
  await own.toSign();
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await own.determined();
});

const HELPERS = [
  { email: demo.cac, name: 'Mai Yang', role: 'CAC', agreed: 'in_person', how: 'in person', contact: 'contact.arc', links: ['tel:+18335417698'] },
  {
    email: demo.broker,
    name: 'Tom Lindqvist',
    role: 'Broker',
    agreed: 'in_writing',
    how: 'in writing',
    contact: 'contact.bsl',
    links: ['https://www.mnsure.org/'],
  },
] as const;

for (const { email, name, role, agreed, how, contact, links } of HELPERS) {
  test(`${email} reads whom to contact when something changed after submission`, async ({ actors }) => {
    const number = await actors.number(email);
    const { page, who } = await actors.consumer();
    await new Wizard(page).authorized(number, who.name);
    const helper = await actors.demo(email);
    const record = await new Clients(helper).openRecord(who.name);
    const acting = new Application(helper, `${record}/application`);
    await acting.submitFor({ name: who.name, income: '39000' }, name, agreed);
    await expect(fact(helper, 'Signed by')).toContainText(`${name} (${role}), as agreed ${how} on `);
    await expectContact(acting, who.name, contact, links);
  });
}

test('a navigator reads whom to contact when something changed after submission', async ({ actors }) => {
  // One of the demo's own, and nothing of it is changed.
  const navigator = await actors.demo(demo.navigator);
  const clients = new Clients(navigator);
  await clients.open('in-progress');
  const submitted = clients.rows.filter({ hasText: 'MinnesotaCare' }).first().getByRole('link');
  const name = (await submitted.innerText()).trim();
  await submitted.click();
  await arrive(navigator, name);
  await expectContact(new Application(navigator, `${path(navigator)}/application`), name, 'contact.arc', ['tel:+18335417698']);
});

/** "Something changed or is wrong?" of an assister: whom they contact, and nothing of what a consumer reads there. */
async function expectContact(acting: Application, client: string, contact: string, links: readonly string[]): Promise<void> {
  const { page } = acting;
  await acting.open('determination');
  await acting.determined();
  await page.getByRole('link', { name: 'Something changed or is wrong?', exact: true }).click();
  await arrive(page, 'Something changed or is wrong?');
  const main = page.locator('main');
  await expect(main).toContainText(say('application.changed_text'));
  await expect(main).toContainText(say('application.changed_assister', { contact: say(contact), name: client }));
  for (const link of links) await expect(main.locator(`a[href="${link}"]`)).toHaveCount(1);
  for (const other of ['contact.arc', 'contact.bsl'].filter((key) => key !== contact)) await expect(main).not.toContainText(say(other));
  for (const theirs of ['your own MNsure account', 'your county or Tribal office']) {
    expect(say('application.changed_consumer')).toContain(theirs);
    await expect(main).not.toContainText(theirs);
  }
  await expect(page.getByRole('button', { name: /^(Save|Submit)/ })).toHaveCount(0);
}

test('of two who save the same page the later is told, and loses nothing', { tag: '@main' }, async ({ actors }) => {
  const { page, who } = await actors.consumer();
  const own = new Application(page);
  await own.start();
  await own.household(who.name);
  await own.address();
  const other = new Application(await page.context().newPage());
  await own.open('address');
  await other.open('address');
  await other.field('City').fill('Hermantown');
  await other.goOn('Income of the household');
  await own.field('City').fill('Proctor');
  await own.save.click();
  await expect(page.getByText('Somebody else saved this page', { exact: true })).toBeVisible();
  await expect(page.getByText('City: was Duluth, now Hermantown', { exact: true })).toBeVisible();
  await expect(own.field('City')).toHaveValue('Proctor');
  await own.goOn('Income of the household');
  await other.open('address');
  await expect(other.field('City')).toHaveValue('Proctor');
});

test('a consumer and their assister at work at once lose nothing, and sign only what they saw', async ({ actors }) => {
  test.setTimeout(240_000);
  const number = await actors.number(demo.cac);
  const { page, who } = await actors.consumer();
  await new Wizard(page).authorized(number, who.name);
  const own = new Application(page);
  await own.answerAll({ name: who.name, income: '39000' });
  const helper = await actors.demo(demo.cac);
  const acting = new Application(helper, `${await new Clients(helper).openRecord(who.name)}/application`);

  // She adds a child while he is at the taxes.
  await acting.open('taxes');
  const kim = { name: 'Kim Test', relation: 'child', born: '3/4/2020', applies: 'yes' };
  await postForm(page, '/account/application/household/add', kim);
  await acting.field('Married, and files separately').check();
  await acting.save.click();
  await arrive(helper, 'Health coverage of Kim Test');
  await expect(helper.getByText(say('application.moved_title'), { exact: true })).toBeVisible();
  await expect(helper.getByText(say('application.moved_saved'))).toBeVisible();
  await expect(helper.getByText(new RegExp(`^${who.name} added Kim Test on `))).toBeVisible();
  const [coverage] = path(helper).split('/').slice(-1);
  await acting.choice('Does this person have Medicare?', 'No').check();
  await acting.choice('Does an employer offer this person health coverage?', 'No').check();
  await acting.goOn(/^How will the household file taxes/);
  await expect(acting.field('Married, and files separately')).toBeChecked();
  await postForm(helper, `${acting.base}/status/${coverage}`, { status: 'citizen' });

  // He changes the income while she is about to sign.
  await own.open('sign');
  await acting.open('income');
  await helper.getByRole('link', { name: `Change ${who.name}: Job`, exact: true }).click();
  await arrive(helper, 'Change income');
  await acting.field('How much is it each time?').fill('52000');
  await acting.goOn('Income of the household');
  await own.field('Your full name').fill(who.name);
  await own.submit.click();
  await expect(page.getByText(say('application.unsigned_title'), { exact: true })).toBeVisible();
  await expect(page.getByText(/^Mai Yang changed .*: Job on .*: How much is it each time\? was 39000, now 52000/)).toBeVisible();
  await expect(own.field('Your full name')).toHaveValue(who.name);
  await own.submit.click();
  await own.determined();
  await expect(fact(page, 'Yearly income of the household')).toHaveText('$52,000.00');
});

test('a former assister loses the draft at once', async ({ actors }) => {
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer();
  await new Application(page).start();
  await new Wizard(page).authorized(number, who.name);
  const broker = await actors.demo(demo.broker);
  const record = await new Clients(broker).openRecord(who.name);
  await visit(broker, `${record}/application/help`);
  await arrive(broker, 'Do you want help paying for coverage?');
  await new Wizard(page).authorized(await actors.number(demo.cac), who.name);
  await expectNotFound(broker, `${record}/application/help`);
  await expectNotFound(broker, `${record}/application`);
});
