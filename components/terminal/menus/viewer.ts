/** The signed-in user of the terminal; null when signed out. */
export type Viewer = { id: string; displayName: string; isAdmin: boolean };
