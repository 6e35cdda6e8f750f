package main

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/contract/verify"
)

// exitUnverified ends a verification in which nothing is broken, and not everything is known.
const exitUnverified = 4

// verifyFlags are the flags of `bylaw verify` as they were given.
type verifyFlags struct {
	sessionFlags
	provider, providerName, states string
	consumers, headers             []string
	timeout                        time.Duration
	maxBody                        int64
	parallel                       int
	seed                           uint64
	shared                         sharedFlags
	reach                          reachFlags
	matrix                         matrixFlags
}

func verifyCommand(s streams) *cobra.Command {
	var flags verifyFlags
	command := &cobra.Command{
		Use:   "verify --provider URL CONTRACT|FOLDER|GLOB|BROKER...",
		Short: "Play the consumers of contracts against a running service, and say which of them it breaks",
		Long: `Send what the consumers' contracts say that they send to a running service, and hold its answers against what they rely
on. Contracts are Pact files of version 1 to 4, or of bylaw's own format; recorded HTTP archives, Postman collections and
scenarios are read, too.

Calls over gRPC, unary and streams, are played by the descriptors that contracts hold, or else by the .proto files of --spec.
Messages that the service sends by itself are made at --messages-url: a POST of {"description": …, "providerStates": […]},
whose answer is the message, with its metadata as JSON in base64 in the header Pact-Message-Metadata.

Provider states are set up by the service itself, at --states-url: a POST of {"action": "setup", "params": {…}, "state":
"order 7 exists"} before an interaction and one with the action "teardown" after it. A status other than 2xx says that it
can't be done; an object that is answered holds values that requests are filled with. Without it the states are taken to
hold already, and that is said.

Every request is sent once, over HTTP/1.1 unless --http2 is given, and redirects are not followed. An interaction is held or broken by a whole
answer only. One that the service doesn't answer whole within --timeout, or with more than --max-body, or whose state can't
be set up, is not verified, which is neither a pass nor a failure: exit code 4 says so.

With --broker, the contracts that a Pact Broker has for the service are verified: those of --select. With --publish, what
came of each is published there: that it held, if all of it did, or that it didn't, if something is broken. Of a contract
of which not everything is known and nothing is broken, nothing is published.
` + brokerHelp + `

With --parallel, interactions that share the name of a state are still played one after the other. Use it where states of
different names don't touch each other.

With --matrix, versions are held against each other: the contracts of each against the spec of each, named by --spec and below
the folder, archive or git ref of the version; and against the service of each that runs, also with two at once, of which one
takes what is written and the other what is read. The table says which go together, and in which order to deploy them;
where no order is safe, that is an error. --states-url may then be a path, which is below each service's address.

Exit codes: 0 all held; 1 findings at or above --fail-on: a consumer is broken, a contract can't be read, or results can't
be published; 2 wrong usage, a file that can't be opened, or no broker; 3 a mistake of bylaw itself; 4 nothing is broken,
but not everything could be verified.`,
		Example: `  bylaw verify --provider http://localhost:8080 contracts/
  bylaw verify --provider http://localhost:8080 --states-url http://localhost:8080/_states billing-orders.json
  bylaw verify --provider http://localhost:8080 --broker https://broker.example.com --provider-name orders \
    --provider-version "$(git rev-parse HEAD)" --provider-branch main --publish
  bylaw verify --matrix v1.0,v1.1,. --spec openapi.yaml contracts/
  bylaw verify --matrix v1.0=http://localhost:8081,.=http://localhost:8082 --spec openapi.yaml contracts/
  bylaw verify --grpc-url http://localhost:9090 --spec api/ billing-orders.json
  bylaw verify --provider https://staging.example.com --header "Authorization: Bearer $TOKEN" contracts/ --format junit=verify.xml`,
		RunE: func(c *cobra.Command, args []string) error {
			if len(flags.matrix.versions) > 0 {
				x, err := newComparing(flags, args)
				if err != nil {
					return err
				}
				return x.run(c.Context(), s, args)
			}
			local, err := flags.shared.share(args)
			if err != nil {
				return err
			}
			v, err := newVerifying(flags, local)
			if err != nil {
				return err
			}
			return v.run(c.Context(), s, local)
		},
	}
	flags.addVerify(command)
	flags.shared.add(command)
	flags.reach.add(command)
	flags.matrix.add(command)
	completions(command, sessionValues())
	return command
}

func (flags *verifyFlags) addVerify(command *cobra.Command) {
	f := command.Flags()
	f.StringVar(&flags.provider, "provider", "", "the `URL` that the paths of requests are appended to")
	f.StringVar(&flags.providerName, "provider-name", "", "verify only contracts with the provider of this `name`")
	f.StringArrayVar(&flags.consumers, "consumer", nil, "verify only contracts with the consumer of this `name`; may be repeated")
	f.StringVar(&flags.states, "states-url", "", "the `URL` that sets up provider states")
	f.StringArrayVar(&flags.headers, "header", nil, "`Name: value` to send in place of what contracts have, with states too; may be repeated")
	f.DurationVar(&flags.timeout, "timeout", verify.DefaultTimeout, "how `long` one exchange may take, from connecting to its last byte, and so each call for a state")
	f.Int64Var(&flags.maxBody, "max-body", verify.DefaultMaxBody, "the largest body of an answer in `bytes`")
	f.IntVar(&flags.parallel, "parallel", 1, "how `many` interactions are under way at once; those that share a state never are")
	f.Uint64Var(&flags.seed, "seed", 0, "the `number` that random values in requests depend on (default: another one in each run)")
	f.StringArrayVar(&flags.formats, "format", nil, "`NAME[=FILE]`: "+strings.Join(formatList(), ", ")+"; may be repeated")
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: info, warning, error, or off (default error)")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	flags.limitFlags.add(f)
}

// verifying is one run of `bylaw verify`.
type verifying struct {
	*session
	flags   verifyFlags
	options verify.Options
	shared  *shared // nil: contracts come from files only
}

func newVerifying(flags verifyFlags, args []string) (*verifying, error) {
	switch {
	case flags.provider == "" && flags.reach.grpc == "" && flags.reach.messages == "":
		return nil, errors.New("name the service, as in `bylaw verify --provider http://localhost:8080 contracts/`")
	case len(args) == 0 && !flags.shared.wanted(args):
		return nil, errors.New("name the contracts, as in `bylaw verify --provider http://localhost:8080 contracts/`")
	case flags.timeout <= 0:
		return nil, fmt.Errorf("--timeout %s is no time to wait", flags.timeout)
	case flags.maxBody < 1:
		return nil, fmt.Errorf("--max-body %d is no number of bytes", flags.maxBody)
	case flags.parallel < 1:
		return nil, fmt.Errorf("--parallel %d is no number of interactions", flags.parallel)
	}
	s, err := newSession(flags.sessionFlags)
	if err != nil {
		return nil, err
	}
	s.noRules = true
	v := &verifying{session: s, flags: flags}
	if v.options, err = flags.verification(); err != nil {
		return nil, err
	}
	if err = flags.reach.apply(&v.options); err != nil {
		return nil, err
	}
	v.shared, err = flags.shared.open(flags.providerName, args)
	return v, err
}

// verification returns what the flags say of how contracts are verified.
func (flags *verifyFlags) verification() (verify.Options, error) {
	o := verify.Options{
		Timeout: flags.timeout, MaxBody: flags.maxBody, Parallel: flags.parallel, Seed: flags.seed, Now: time.Now(), Header: http.Header{},
	}
	if o.Seed == 0 { // what was made once, such as a key that tells a call from its repetition, is not made again
		o.Seed = uint64(o.Now.UnixNano())
	}
	var err error
	for _, header := range flags.headers {
		name, value, named := strings.Cut(header, ":")
		if !named || strings.TrimSpace(name) == "" {
			return o, fmt.Errorf("--header is written as %q", "Name: value") // it may hold a secret, and is not told
		}
		o.Header.Add(strings.TrimSpace(name), strings.TrimSpace(value))
	}
	if flags.provider != "" {
		if o.Provider, err = httpURL("--provider", flags.provider); err != nil {
			return o, err
		}
	}
	if flags.states == "" {
		return o, nil
	}
	states, err := httpURL("--states-url", flags.states)
	if err != nil {
		return o, err
	}
	o.States = verify.NewHook(states, o.Header)
	return o, nil
}

func httpURL(flag, text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
		return nil, fmt.Errorf("%s takes the URL of a service, as in http://localhost:8080", flag)
	}
	return u, nil
}
