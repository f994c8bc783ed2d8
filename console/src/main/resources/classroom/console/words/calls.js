export default {
  en: {
    calls: 'Calls',
    callsNone: 'Nothing has been called since this page was opened.',
    time: 'Time',
    service: 'Service',
    operation: 'Operation',
    caller: 'Caller',
    result: 'Result',
    duration: 'Duration',
  },
  pt: {
    calls: 'Chamadas',
    callsNone: 'Nada foi chamado desde que esta página foi aberta.',
    time: 'Hora',
    service: 'Serviço',
    operation: 'Operação',
    caller: 'Quem chamou',
    result: 'Resultado',
    duration: 'Duração',
  },
};
