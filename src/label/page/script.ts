import { connect } from '../client/connect.ts';
import { deskView } from '../client/desk-view.ts';
import { deskWork } from '../client/desk-work.ts';
import { openDraft } from '../client/draft.ts';
import { listenToKeys } from '../client/keyboard.ts';
import { askName } from '../client/name-dialog.ts';
import { ratingBar } from '../client/rating-bar.ts';
import { showTask } from '../client/show-task.ts';
import { showText } from '../client/show-text.ts';
import { startPage, type PageParts } from '../client/start-page.ts';

const parts: PageParts = {
  connect,
  deskView,
  deskWork,
  openDraft,
  listenToKeys,
  askName,
  ratingBar,
  showTask,
  showText,
};

/**
 * The code of the page: the functions of `client` as they are written, since each needs nothing but what it is given. So
 * they are checked like all other code, and the page needs no bundler and no file of its own.
 */
export function pageScript(): string {
  const given = Object.entries(parts).map(([name, part]) => `${name}: ${String(part)}`);
  return `'use strict';\nvoid (${String(startPage)})({\n${given.join(',\n')}\n});`;
}
