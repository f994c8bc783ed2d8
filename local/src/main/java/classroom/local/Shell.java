package classroom.local;

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
        Optional<String> client() {
            return Optional.of("aws() { command aws --endpoint-url \"$AWS_ENDPOINT_URL\" \"$@\"; }");
        }

        @Override
        String usage(String command) {
            return "# Run this to use it:  eval \"$(" + command + ")\"";
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
            return "# Run this to use it:  " + command + " | Out-String | Invoke-Expression";
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
            return "@rem Run this to use it:  " + command
                    + " > %TEMP%\\classroom-env.cmd && call %TEMP%\\classroom-env.cmd";
        }
    };

    /** The line that sets a variable. */
    abstract String set(String name, String value);

    /** The line that takes a variable away; it is no error if there is none. */
    abstract String unset(String name);

    /**
     * The line that makes the AWS CLI heed the endpoint, where one is needed: Debian's CLI 2.9 is older than {@code
     * AWS_ENDPOINT_URL}, and for SQS version 1 still goes to AWS unless the option is given.
     */
    Optional<String> client() {
        return Optional.empty();
    }

    /** A comment that says how to use the lines. */
    abstract String usage(String command);

    /** The shell that people use here. */
    static Shell usual() {
        return System.getProperty("os.name").startsWith("Windows") ? powershell : sh;
    }
}
