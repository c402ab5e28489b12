/** The most named sets of indicators of one user. */
export const MAX_TEMPLATES = 12;
/** The most named arrangements of panels and charts of one user. */
export const MAX_LAYOUTS = 12;
