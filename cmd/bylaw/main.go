// Command bylaw lints API contracts, .proto and OpenAPI alike. This package holds flags, exit codes
// and wiring, and nothing that another command could want.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"
)

// The exit codes, as promised in the README.
const (
	exitClean    = 0
	exitFindings = 1
	exitUsage    = 2
	exitInternal = 3
	exitStopped  = 130 // 128 + SIGINT, as shells count it
)

func main() {
	os.Exit(run(os.Args[1:], streams{in: os.Stdin, out: os.Stdout, err: os.Stderr}))
}

// streams are what a command reads and writes.
type streams struct {
	in       io.Reader
	out, err io.Writer
}

// run is the whole command. It returns the exit code instead of exiting.
func run(args []string, s streams) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if s.in != nil {
		s.in = &stoppable{ctx: ctx, from: s.in}
	}
	root := rootCommand(s)
	root.SetArgs(bareAgainst(args))
	err := root.ExecuteContext(ctx)
	return exitCode(ctx, s.err, err)
}

// exitCode says what went wrong, once, and turns it into the promised number.
func exitCode(ctx context.Context, w io.Writer, err error) int {
	var code codeError
	switch {
	case err == nil:
		return exitClean
	case errors.As(err, &code):
		return code.code
	case ctx.Err() != nil:
		fmt.Fprintln(w, "bylaw: stopped")
		return exitStopped
	case errors.Is(err, syscall.EPIPE):
		return exitClean // the reader has seen enough, as in `bylaw lint | head`
	}
	fmt.Fprintln(w, "bylaw:", err)
	return exitUsage
}

// codeError ends the command with a code after everything has been said.
type codeError struct{ code int }

func (e codeError) Error() string { return fmt.Sprintf("exit code %d", e.code) }

func rootCommand(s streams) *cobra.Command {
	root := &cobra.Command{
		Use:   "bylaw",
		Short: "Keep API contracts good, compatible and true",
		Long: `bylaw reads API contracts written before the code, .proto and OpenAPI alike, and says what will
hurt the API's consumers, where, and what to write instead.

  bylaw lint                  lint the repository you stand in
  bylaw explain unpaginated-list
  bylaw init                  write a bylaw.yaml`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       version(),
	}
	root.SetIn(s.in)
	root.SetOut(s.out)
	root.SetErr(s.err)
	root.SetVersionTemplate("bylaw {{.Version}}\n")
	root.AddCommand(
		lintCommand(s), breakingCommand(s), changelogCommand(s), generateCommand(s), exportCommand(s), bundleCommand(s), mockCommand(s), explainCommand(s), rulesCommand(s), configCommand(s), initCommand(s), lspCommand(s), newCommand(s), contractCommand(s), verifyCommand(s), recordCommand(s), doctorCommand(s), versionCommand(s), reportCommand(s), cacheCommand(s),
	)
	return root
}
