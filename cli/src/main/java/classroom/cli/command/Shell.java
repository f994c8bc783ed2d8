package classroom.cli.command;

import classroom.template.language.Texts;
import java.nio.file.Path;
import java.util.Optional;

/** The shells for which {@code env} writes, each with its own words and quotes. */
enum Shell {
    /** POSIX sh, bash, zsh, Git Bash. */
    sh {
        @Override
        String set(String name, String value) {
            return "export " + name + "='" + value.replace("'", "'\\''") + "'";
        }

        @Override
        String unset(String name) {
            return "unset " + name;
        }

        @Override
        Optional<String> first(Path folder) {
            String quoted = "'" + folder.toString().replace("'", "'\\''") + "'";
            return Optional.of(
                    "case \":$PATH:\" in *:" + quoted + ":*) ;; *) export PATH=" + quoted + ":\"$PATH\" ;; esac");
        }

        @Override
        String usage(String command) {
            return "# " + Texts.of("Run this to use it:") + "  eval \"$(" + command + ")\"";
        }
    },

    /** Windows PowerShell and PowerShell 7. */
    powershell {
        @Override
        String set(String name, String value) {
            return "$Env:" + name + " = '" + value.replace("'", "''") + "'";
        }

        @Override
        String unset(String name) {
            return "Remove-Item -ErrorAction Ignore Env:" + name;
        }

        @Override
        String usage(String command) {
            return "# " + Texts.of("Run this to use it:") + "  " + command + " | Out-String | Invoke-Expression";
        }
    },

    /** Windows cmd.exe: save the lines as a .cmd file and {@code call} it. */
    cmd {
        @Override
        String set(String name, String value) {
            return "set \"" + name + "=" + value.replace("%", "%%") + "\"";
        }

        @Override
        String unset(String name) {
            return "set \"" + name + "=\"";
        }

        @Override
        String usage(String command) {
            return "@rem " + Texts.of("Run this to use it:") + "  " + command
                    + " > %TEMP%\\classroom-env.cmd && call %TEMP%\\classroom-env.cmd";
        }
    };

    /** The line that sets a variable. */
    abstract String set(String name, String value);

    /** Returns the line that removes a variable; it is not an error if the variable does not exist. */
    abstract String unset(String name);

    /**
     * The line that puts the programs of a folder before all others, once; none in the shells of Windows, whose search
     * path is another matter.
     */
    Optional<String> first(Path folder) {
        return Optional.empty();
    }

    /** A comment that says how to use the lines. */
    abstract String usage(String command);

    /** The shell that people use here. */
    static Shell usual() {
        return System.getProperty("os.name").startsWith("Windows") ? powershell : sh;
    }
}
