/** When a command can do something: a context key, or what the editor offers. Always when left out. */
export interface CommandRecord {
  readonly enablement?: string;
  /** False for what only makes sense with an argument that the palette cannot give. */
  readonly palette?: false;
}

/** Every command, as `wirebench.NAME`; package.json says the same with titles and icons. */
export const commandTable = {
  startServer: {},
  startBalancer: {},
  startNode: { enablement: 'wirebench.hasStopped' },
  stopNode: { enablement: 'wirebench.hasRunning' },
  restartNode: { enablement: 'wirebench.hasRunning' },
  stopAll: { enablement: 'wirebench.hasRunning' },
  checkNow: { enablement: 'wirebench.hasBackends' },
  checkAll: { enablement: 'wirebench.hasBackends' },
  ready: { enablement: 'wirebench.hasRunningBackends' },
  drain: { enablement: 'wirebench.hasRunningBackends' },
  maint: { enablement: 'wirebench.hasRunningBackends' },
  setWeight: { enablement: 'wirebench.hasRunningBackends' },
  killSession: { enablement: 'wirebench.hasSessions' },
  killSessionsOf: { enablement: 'wirebench.hasRunningBackends' },
  openSession: { palette: false },
  connect: {},
  sendSelection: { enablement: 'editorHasSelection' },
  sendFile: {},
  sendToClients: { enablement: 'wirebench.hasSessions' },
  copyAddress: { enablement: 'wirebench.hasNodes' },
  saveAsFile: { enablement: 'wirebench.hasAdHoc' },
  editServer: { enablement: 'wirebench.hasAdHoc' },
  removeServer: { enablement: 'wirebench.hasAdHoc' },
  toggleStartOnOpen: { enablement: 'wirebench.hasAdHoc' },
  goToFile: { enablement: 'wirebench.hasNodes' },
  showChecks: { enablement: '!wirebench.showsChecks' },
  hideChecks: { enablement: 'wirebench.showsChecks' },
  restartEngine: { enablement: 'wirebench.canRecover' },
  showLog: {},
  showMore: { palette: false },
} as const satisfies Record<string, CommandRecord>;

export type CommandName = keyof typeof commandTable;
