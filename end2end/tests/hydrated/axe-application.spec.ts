// Accessible in every state: the application, for the consumer and for who acts for them.

import { demo, HOSTILE, letters, longName } from '../../fixtures/people.ts';
import { audit, expectFits } from '../../fixtures/looks.ts';
import { expect, test } from '../../fixtures/test.ts';
import { Application } from '../../pages/application.ts';
import { Wizard } from '../../pages/assister.ts';
import { Clients } from '../../pages/clients.ts';
import { arrive, problems, visit } from '../../pages/page.ts';

const NAMES = {
  'an ordinary name': () => undefined,
  'a long name': longName,
  'a hostile name': () => `${HOSTILE[1]} ${letters()}`,
};

for (const [what, make] of Object.entries(NAMES)) {
  test(`${what}: from the start to the determination`, async ({ actors }) => {
    test.setTimeout(300_000);
    const name = make();
    const look = name ? expectFits : audit;
    const { page, who } = await actors.consumer(name ? { name } : {});
    const own = new Application(page);
    const refused = async (state: string): Promise<void> => {
      await own.save.click();
      await expect(problems(page)).toBeVisible();
      await look(page, `${state}, refused`);
    };
    await own.open();
    await look(page, 'before the start');
    await own.start();
    await look(page, 'help');
    await refused('help');
    await own.help(false);
    await own.goOn("This application can't be completed here");
    await look(page, 'not here');
    await own.open('help');
    await own.help(true);
    await own.goOn('Who is in the household?');
    await look(page, 'household');
    await refused('household');
    await page.getByRole('link', { name: 'Add a person', exact: true }).click();
    await arrive(page, 'Add a person');
    await refused('a person');
    await own.open();
    await look(page, 'draft');
    await own.open('help');
    await own.household(who.name);
    await look(page, 'address');
    await refused('address');
    await own.address();
    await refused('incomes');
    await page.getByRole('link', { name: 'Add income', exact: true }).click();
    await arrive(page, 'Add income');
    await refused('an income');
    await own.open('income');
    await own.income(who.name, '39000');
    await refused('coverage');
    await own.rest(who.name);
    await look(page, 'review');
    await own.toSign();
    await own.submit.click();
    await expect(problems(page)).toBeVisible();
    await look(page, 'sign, refused');
    await own.field('Your full name').fill(who.name);
    await own.submit.click();
    await own.determined();
    await look(page, 'determination');
    await own.open('answers');
    await look(page, 'answers');
    await own.open('changed');
    await look(page, 'something changed');
    await visit(page, '/account/notices');
    await look(page, 'notices');
    await visit(page, '/account');
    await look(page, 'account, submitted');
  });
}

test('on behalf of a client', async ({ actors }) => {
  test.setTimeout(300_000);
  const number = await actors.number(demo.broker);
  const { page, who } = await actors.consumer({ name: longName() });
  await new Wizard(page).authorized(number, who.name);
  const broker = await actors.demo(demo.broker);
  const record = await new Clients(broker).openRecord(who.name);
  await audit(broker, 'record, not started');
  const acting = new Application(broker, `${record}/application`);
  await acting.answerAll({ name: who.name, income: '39000' });
  await audit(broker, 'review');
  await acting.toSign();
  await acting.submit.click();
  await expect(problems(broker)).toBeVisible();
  await audit(broker, 'sign, refused');
  await acting.agreed(who.name, 'Tom Lindqvist', acting.today());
  await acting.submit.click();
  await acting.determined();
  await audit(broker, 'determination');
  await acting.open('changed');
  await audit(broker, 'something changed');
  await visit(broker, record);
  await audit(broker, 'record, submitted');
});
