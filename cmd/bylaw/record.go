package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/contract/record"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// recordFlags are the flags of `bylaw record` as they were given.
type recordFlags struct {
	sessionFlags
	specs, states, names                 []string
	upstream, consumer, provider, output string
	grpc                                 string
	addr, ca                             string
	timeout                              time.Duration
	maxBody                              int64
	replace                              bool
}

func recordCommand(s streams) *cobra.Command {
	var flags recordFlags
	command := &cobra.Command{
		Use:   "record --spec SPEC --upstream URL --consumer NAME --provider NAME -o FILE",
		Short: "Record a consumer contract: a proxy before a service that writes down what a consumer relies on",
		Long: `Pass the requests of one consumer on to a service, and write a contract of what went through: a Pact file of version 4.
The spec is an OpenAPI document, or .proto files: calls over gRPC are recorded by their services, unary and streams, and REST by
google.api.http. What a value may be is taken from the spec (type, format, values that are listed, pattern,
length), not from the one example that was seen. Exchanges of the same kind become one interaction; fields that not all
answers have are not relied on.

Secrets are never written: credentials in headers, cookies and API keys are left out; values that the spec classifies as
personal (x-bylaw-pii, (bylaw.field).pii), that are passwords or email addresses, whose name says that they are secret, or that look like it,
are replaced by values that the spec allows, and so is every text that has one of them in it. --redact names more. A free
text of which nobody says that it is personal is written as it is, so record with made-up data.

What breaks the spec is passed on, told and not recorded. What the spec doesn't declare is left out of the contract, and so
are bodies other than JSON. The file is whole at any moment; what was answered is in it, whatever ends this command.

It listens until Ctrl-C, over HTTP/1.1 and HTTP/2 without TLS, and speaks HTTP/1.1 or HTTP/2 with the service.

Exit codes: 0 clean; 1 findings at or above --fail-on: consumer or service break the spec, or the spec is malformed; 2 wrong
usage, or an address or file that is taken; 3 a mistake of bylaw itself.`,
		Example: `  bylaw record --spec openapi.yaml --upstream http://localhost:8080 --consumer web --provider orders -o web-orders.json
  bylaw record --spec openapi.yaml --upstream https://staging.example.com --consumer web --provider orders -o web-orders.json \
    --redact nickname --state "customer 7 exists"
  bylaw record --spec api/ --upstream http://localhost:8080 --grpc-upstream http://localhost:9090 --consumer web --provider orders \
    -o web-orders.json`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			x, err := newRecording(flags)
			if err != nil {
				return err
			}
			return x.run(c.Context(), s)
		},
	}
	flags.addRecord(command)
	completions(command, sessionValues())
	return command
}

func (flags *recordFlags) addRecord(command *cobra.Command) {
	f := command.Flags()
	f.StringArrayVar(&flags.specs, "spec", nil, "the `file` or folder of the spec, OpenAPI or .proto; may be repeated")
	f.StringVar(&flags.upstream, "upstream", "", "the `URL` of the service, which the paths of requests are appended to")
	f.StringVar(&flags.grpc, "grpc-upstream", "", "the `URL` that serves gRPC, http for no encryption (default: that of --upstream)")
	f.StringVar(&flags.consumer, "consumer", "", "the `name` of who calls")
	f.StringVar(&flags.provider, "provider", "", "the `name` of the service")
	f.StringVarP(&flags.output, "output", "o", "", "the `file` that the contract is written to")
	f.BoolVar(&flags.replace, "replace", false, "write the file even if it is there already")
	f.StringVar(&flags.addr, "addr", "127.0.0.1:8090", "the `address` to listen on; port 0 takes a free one")
	f.StringArrayVar(&flags.states, "state", nil, "the `name` of a provider state that holds while it is recorded; may be repeated")
	f.StringArrayVar(&flags.names, "redact", nil, "the `name` of a field, parameter or header whose values are not written either; may be repeated")
	f.DurationVar(&flags.timeout, "timeout", time.Minute, "how `long` the service may take until it answers, and for the body of an answer")
	f.Int64Var(&flags.maxBody, "max-body", 4<<20, "the largest body in `bytes` that is recorded; larger ones are passed on")
	f.StringVar(&flags.ca, "ca", "", "trust the certificates in this PEM `file` as well, when the service is called")
	flags.addSources(f, formatList())
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
}

// recording is one run of `bylaw record`.
type recording struct {
	*session
	flags    recordFlags
	upstream *url.URL
	grpc     *url.URL // where calls over gRPC go
}

func newRecording(flags recordFlags) (*recording, error) {
	for _, needed := range []struct{ name, value string }{
		{"--upstream", flags.upstream}, {"--consumer", flags.consumer}, {"--provider", flags.provider}, {"-o", flags.output},
	} {
		if needed.value == "" || len(flags.specs) == 0 {
			return nil, errors.New("say what to record, as in `bylaw record --spec openapi.yaml --upstream http://localhost:8080 --consumer web --provider orders -o web-orders.json`")
		}
	}
	upstream, err := upstreamURL("--upstream", flags.upstream)
	if err != nil {
		return nil, err
	}
	grpc, err := upstreamURL("--grpc-upstream", cmp.Or(flags.grpc, flags.upstream))
	switch {
	case err != nil:
		return nil, err
	case flags.timeout <= 0 || flags.maxBody < 1:
		return nil, errors.New("--timeout and --max-body must be positive")
	}
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	return &recording{s, flags, upstream, grpc}, nil
}

// upstreamURL reads the address of a service. It isn't repeated where it is none, for it may hold a password.
func upstreamURL(flag, text string) (*url.URL, error) {
	upstream, err := url.Parse(text)
	switch {
	case err != nil || upstream.Host == "" || upstream.Scheme != "http" && upstream.Scheme != "https":
		return nil, fmt.Errorf("%s is no URL such as http://localhost:8080", flag)
	case upstream.User != nil || upstream.RawQuery != "" || upstream.Fragment != "":
		return nil, fmt.Errorf("%s has a user, query or fragment: give scheme, host and path alone", flag)
	}
	return upstream, nil
}

// run reads the spec, records until the context ends, and reports.
func (x *recording) run(ctx context.Context, s streams) error {
	tree, wanted, err := x.open(s.in, x.flags.specs)
	if err != nil {
		return err
	}
	defer tree.Close()
	resolver, err := x.resolver(tree)
	if err != nil {
		return err
	}
	wanted.Descriptors = true
	loaded, err := workspace.Load(ctx, tree, govern(wanted, resolver))
	if err != nil {
		return err
	}
	tell(s.err, loaded.Notes)
	summary := &report.Summary{
		Version: version(), Findings: report.Sort(slices.Concat(loaded.Findings, resolver.Findings())), Checked: count(loaded),
		NotChecked: notChecked(loaded.Skipped), FailOn: x.threshold(config.Default(config.Catalog{})), Rule: recordInfo,
	}
	if slices.ContainsFunc(summary.Findings, func(f report.Finding) bool { return f.Severity == report.Error }) {
		return x.print(s.out, tree, summary)
	}
	result, err := x.record(ctx, s, tree, loaded)
	if err != nil {
		return err
	}
	summary.Findings = report.Sort(append(summary.Findings, result.Findings...))
	summary.Headline = fmt.Sprintf("%s of %s written to %s.", plural(result.Interactions, "interaction"), plural(result.Seen, "exchange"), x.flags.output)
	return x.print(s.out, tree, summary)
}

// record listens until the context ends.
func (x *recording) record(ctx context.Context, s streams, tree *workspace.DirTree, loaded *workspace.Loaded) (none record.Result, err error) {
	options, apis, err := x.recorded(ctx, tree, loaded)
	if err != nil {
		return none, err
	}
	transport, err := x.transport()
	if err != nil {
		return none, err
	}
	file, err := record.Create(x.flags.output, x.flags.replace)
	if err != nil {
		return none, err
	}
	options.Save, options.Tell = file.Write, func(line string) { fmt.Fprintln(s.err, line) }
	r, err := record.New(apis, options)
	if err != nil {
		return none, err
	}
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", x.flags.addr)
	if err != nil {
		return none, fmt.Errorf("--addr %s: %w", x.flags.addr, err)
	}
	if err := file.Write(r.Bytes()); err != nil {
		return none, errors.Join(err, listener.Close())
	}
	fmt.Fprintf(s.out, "recording what %s asks of %s\n\n  base URL  http://%s\n  upstream  %s\n%s\nCtrl-C stops it.\n",
		x.flags.consumer, x.flags.provider, reachable(listener.Addr().String()), x.upstream, x.callsGo(options))
	err = x.serve(ctx, s, listener, x.handler(r, transport))
	return r.Result(), err
}
