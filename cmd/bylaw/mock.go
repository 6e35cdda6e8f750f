package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/mock"
)

// mockFlags are the flags of `bylaw mock` as they were given.
type mockFlags struct {
	sessionFlags
	addr            string
	seed            uint64
	latency, jitter time.Duration
	faultRate       float64
	maxBody         int64
	cors, list      bool
	quiet           bool

	contracts, consumers []string
	providerName         string
}

func mockCommand(s streams) *cobra.Command {
	var flags mockFlags
	command := &cobra.Command{
		Use:   "mock [--contracts CONTRACT|FOLDER|GLOB] [SPEC...]",
		Short: "Serve an API from its spec, or as its consumers' contracts say, without any code",
		Long: `Serve an API from its contract alone, an OpenAPI document or .proto files. Requests are checked as the generated server
checks them: the same statuses, violations and error bodies. A contract that code can't be generated from isn't served
either.

From OpenAPI, answers are the contract's examples where it has some, and values that its schemas allow where it hasn't;
the same seed gives the same answers. From .proto, they are values that the rules allow, with what the request says in
them; gRPC (with reflection) and REST by google.api.http are served on the same port. Rules in CEL are not evaluated, and
which that are is said.

A client can ask for more than the usual answer, by headers (in gRPC: metadata):
  Prefer: code=404, example=gone   another status that the contract declares; the example of that name
  X-Mock-Status: 404               the same of the status
  X-Mock-Example: gone             the same of the example; OpenAPI only
  X-Mock-Latency: 250ms            wait before the answer, at most a minute
  X-Mock-Fault: 503                fail: 429, 500, 503, abort (cuts the connection), or none
For .proto the status is a code of gRPC (NOT_FOUND or 5) or a status of HTTP.

With --contracts, requests are answered as consumer contracts of any format say that the provider answers them: of those
interactions that match, the one whose states were set with a POST of {"state": "order 7 exists"} to /_bylaw/states, and of
those with the same states in their order, so that what is read after a write is what was recorded after it. What no contract
answers is answered by the spec, where one is named, and else with 501 and what differs from the interaction that is nearest.
/_bylaw/interactions says what was asked for, and so does Ctrl-C. Calls over gRPC are answered on the same port, and messages
of the provider are made at /_bylaw/messages.

It listens until Ctrl-C, and then ends what it has begun.

Exit codes: 0 stopped; 1 the spec or a contract can't be served; 2 wrong usage or configuration, or an address that is taken;
3 a mistake of bylaw itself.`,
		Example: `  bylaw mock openapi.yaml
  bylaw mock openapi.yaml --addr 127.0.0.1:9090 --seed 7
  bylaw mock openapi.yaml --latency 50ms --jitter 200ms --fault-rate 0.05
  bylaw mock openapi.yaml --list
  bylaw mock shop/v1/orders.proto
  bylaw mock proto/shop/v1
  bylaw mock --contracts contracts/ --consumer web
  bylaw mock --contracts web-orders.json openapi.yaml`,
		Args: func(_ *cobra.Command, args []string) error { return flags.some(args) },
		RunE: func(c *cobra.Command, args []string) error {
			m, err := newMocking(flags)
			if err != nil {
				return err
			}
			return m.run(c.Context(), s, args)
		},
	}
	flags.addMock(command)
	completions(command, map[string][]string{"format": formatList(), "color": {"auto", "always", "never"}})
	return command
}

func (flags *mockFlags) some(args []string) error {
	if len(flags.contracts) == 0 && len(args) == 0 {
		return errors.New("name a spec, as in `bylaw mock openapi.yaml` or `bylaw mock shop/v1/orders.proto`, or contracts, as in `bylaw mock --contracts contracts/`")
	}
	if len(flags.contracts) == 0 && (len(flags.consumers) > 0 || flags.providerName != "") {
		return errors.New("--consumer and --provider-name choose contracts: name those with --contracts")
	}
	return nil
}

func (flags *mockFlags) addMock(command *cobra.Command) {
	f := command.Flags()
	f.StringArrayVar(&flags.contracts, "contracts", nil, "answer as this `contract`, or those of this folder, glob or Pact Broker (URL), says; may be repeated")
	f.StringArrayVar(&flags.consumers, "consumer", nil, "only contracts of the consumer of this `name`; may be repeated")
	f.StringVar(&flags.providerName, "provider-name", "", "only contracts with the provider of this `name`")
	f.StringVar(&flags.addr, "addr", "127.0.0.1:8080", "the `address` to listen on; port 0 takes a free one")
	f.Uint64Var(&flags.seed, "seed", 0, "the `number` that what is made up depends on: values, jitter and faults")
	f.DurationVar(&flags.latency, "latency", 0, "wait this `long` before each answer")
	f.DurationVar(&flags.jitter, "jitter", 0, "wait up to this much `longer`, by the seed")
	f.Float64Var(&flags.faultRate, "fault-rate", 0, "the `share` of valid requests that fail, from 0 to 1, by the seed")
	f.Int64Var(&flags.maxBody, "max-body", 1<<20, "the largest body of a request in `bytes`; more is answered with 413")
	f.BoolVar(&flags.cors, "cors", false, "let browsers call from any origin")
	f.BoolVar(&flags.list, "list", false, "print what would be served, with the statuses that can be asked for, and stop")
	f.BoolVarP(&flags.quiet, "quiet", "q", false, "don't print each request")
	flags.addReading(f, formatList())
}

// mocking is one run of `bylaw mock`.
type mocking struct {
	*session
	flags mockFlags
}

func newMocking(flags mockFlags) (*mocking, error) {
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	switch {
	case flags.faultRate < 0 || flags.faultRate > 1:
		return nil, fmt.Errorf("--fault-rate %g is no share: use a number from 0 to 1", flags.faultRate)
	case flags.latency < 0 || flags.jitter < 0:
		return nil, errors.New("--latency and --jitter can't be negative")
	case flags.maxBody < 1:
		return nil, fmt.Errorf("--max-body %d is no number of bytes", flags.maxBody)
	}
	return &mocking{s, flags}, nil
}

// run reads what is to be served, and serves or lists it.
func (m *mocking) run(ctx context.Context, s streams, args []string) error {
	served, err := m.served(ctx, s, args)
	if err != nil {
		return err
	}
	if m.flags.list {
		return served.list(s.out)
	}
	return m.serve(ctx, s, served)
}

// served makes the mock that is asked for.
func (m *mocking) served(ctx context.Context, s streams, args []string) (served, error) {
	o := mock.Options{
		Seed: m.flags.seed, Latency: m.flags.latency, Jitter: m.flags.jitter, FaultRate: m.flags.faultRate,
		MaxBody: m.flags.maxBody, CORS: m.flags.cors, Logger: mockLogger(s.err),
	}
	var spec served
	var err error
	if len(args) > 0 {
		if spec, err = m.ofSpec(ctx, s, args, o); err != nil || len(m.flags.contracts) == 0 {
			return spec, err
		}
	}
	return m.ofContracts(ctx, s, spec, o)
}

// ofSpec makes the mock of a spec.
func (m *mocking) ofSpec(ctx context.Context, s streams, args []string, o mock.Options) (served, error) {
	c, err := m.read(ctx, s, args)
	if err != nil {
		return served{}, err
	}
	if c.files != nil {
		return c.services(o)
	}
	return c.document(o)
}
