/** What the chat draws, as one script: list and conversation share most of what they need. */
export { PeoplePane } from "@/components/contacts/people-pane";
export { ConversationPane } from "@/components/conversation/conversation-pane";
