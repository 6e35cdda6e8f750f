// Package verify plays the consumers of contracts against a provider that runs: it sends what they send
// and holds the answers against what they rely on. It knows neither how contracts are written down nor
// what a command line says.
package verify

import (
	"context"
	"crypto/x509"
	"net/http"
	"net/url"
	"time"

	"google.golang.org/protobuf/reflect/protoregistry"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/match"
	"github.com/bylaw-dev/bylaw/contract/rpc"
)

// The limits that hold where Options has none.
const (
	DefaultTimeout = 10 * time.Second
	DefaultMaxBody = 10 << 20 // bytes
)

// Options say how contracts are verified.
type Options struct {
	Provider *url.URL             // what the paths of requests are appended to
	Reads    *url.URL             // the same of GET and HEAD, where another provider has the same data; nil: Provider
	GRPC     *url.URL             // where gRPC is served: http without encryption, https with; nil: at Provider
	Files    *protoregistry.Files // what messages of calls look like, where contracts don't hold it; may be nil
	Messages Messages             // has the provider make the messages that it sends by itself; nil: those are not verified
	HTTP2    bool                 // interactions over HTTP are played over HTTP/2: without encryption by prior knowledge
	Roots    *x509.CertPool       // whom certificates of the provider must come from; nil: whom the system trusts

	Header   http.Header   // replaces headers that contracts send: credentials, which they don't hold
	States   States        // sets up provider states; nil: they are taken to hold already
	Timeout  time.Duration // for one exchange, from connecting to its last byte, and for each state; 0: DefaultTimeout
	MaxBody  int64         // of an answer in bytes; 0: DefaultMaxBody
	Parallel int           // how many interactions are under way at once; those that share a state never are; 0: 1
	Now      time.Time     // what generators of dates and times go by
	Seed     uint64        // what generators of random values go by

	Keep int64 // the largest body in bytes of an answer that is kept in its outcome; 0: none is kept

	// Progress is called after each interaction, one call at a time; nil: nobody wants to know.
	Progress func(done, all int)
}

// Verdict is what is known of an interaction.
type Verdict uint8

// The verdicts. Nothing that happens on the network makes an interaction hold or broken: of an answer
// that has not come whole nothing is known.
const (
	NotVerified Verdict = iota
	Held
	Broken
)

// String returns the verdict for people and reports.
func (v Verdict) String() string { return [...]string{"not verified", "held", "broken"}[v] }

// Outcome is what came of one interaction.
type Outcome struct {
	Contract    *contract.Contract
	Interaction *contract.Interaction
	Verdict     Verdict
	Why         string           // it is not verified: lower case, no full stop
	Mismatches  []match.Mismatch // all that differ; may hold what could not be checked, too

	Sent     string             // the method and path of the request, "" if there was none
	Status   int                // of the answer over HTTP, 0 if there was none
	Answered string             // how a call over gRPC ended ("NOT_FOUND"), "" if it didn't or is none
	Excerpt  string             // how the body of the answer begins
	Answer   *contract.Response // over HTTP, if Options.Keep takes it
	Call     *rpc.Answer        // over gRPC, if Options.Keep takes it
	Assumed  bool               // nobody has set up its states
	Left     string             // why a state was not taken back, "" if it was
}

// Verify plays every interaction once, and nothing twice. The outcomes come in the order of the
// contracts and their interactions, however many were under way at once. Once the context ends, what has
// not been played is not verified.
func Verify(ctx context.Context, contracts []*contract.Contract, o Options) []*Outcome {
	var all []*Outcome
	for _, c := range contracts {
		for _, i := range c.Interactions {
			all = append(all, &Outcome{Contract: c, Interaction: i})
		}
	}
	v := &verifier{Options: o.withDefaults(), client: newClient(o), caller: newCaller(o), library: rpc.NewLibrary(o.Files), all: all}
	defer v.client.CloseIdleConnections()
	defer v.caller.CloseIdleConnections()
	v.run(ctx)
	return all
}

func (o Options) withDefaults() Options {
	if o.Timeout <= 0 {
		o.Timeout = DefaultTimeout
	}
	if o.MaxBody <= 0 {
		o.MaxBody = DefaultMaxBody
	}
	o.Parallel = max(o.Parallel, 1)
	return o
}
