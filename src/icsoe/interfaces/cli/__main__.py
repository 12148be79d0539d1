from icsoe.interfaces.cli.main import console

console()
