package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	consumer "github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/verify"
	"github.com/bylaw-dev/bylaw/report"
	"github.com/bylaw-dev/bylaw/spec/workspace"
)

// reachFlags say how a service is reached beside its plain HTTP: over gRPC, by messages, with TLS.
type reachFlags struct {
	grpc, messages, ca string
	specs              []string
	http2              bool
}

func (flags *reachFlags) add(command *cobra.Command) {
	f := command.Flags()
	f.StringVar(&flags.grpc, "grpc-url", "", "the `URL` that serves gRPC, http for no encryption (default: that of --provider)")
	f.StringVar(&flags.messages, "messages-url", "", "the `URL` that makes the messages that the service sends by itself")
	f.StringArrayVar(&flags.specs, "spec", nil, "the .proto `file` or folder with the messages of calls whose contracts don't hold descriptors; may be repeated")
	f.BoolVar(&flags.http2, "http2", false, "play interactions over HTTP/2: without encryption by prior knowledge")
	f.StringVar(&flags.ca, "ca", "", "trust the certificates in this PEM `file` as well")
}

// apply puts what the flags say into the options.
func (flags *reachFlags) apply(o *verify.Options) (err error) {
	o.HTTP2 = flags.http2
	if flags.ca != "" {
		if o.Roots, err = trusted(flags.ca); err != nil {
			return err
		}
	}
	if flags.grpc != "" {
		if o.GRPC, err = httpURL("--grpc-url", flags.grpc); err != nil {
			return err
		}
	}
	if flags.messages == "" {
		return nil
	}
	at, err := httpURL("--messages-url", flags.messages)
	if err == nil {
		o.Messages = verify.NewMessageHook(at, o.Header, *o)
	}
	return err
}

// trusted are the certificates that the system trusts, and those of a file.
func trusted(path string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, fmt.Errorf("--ca %s: there is no certificate in it", path)
	}
	return pool, nil
}

// link reads what messages look like from the spec that is named.
func (v *verifying) link(ctx context.Context, s streams, tree *workspace.DirTree, wanted workspace.Selection) error {
	if len(wanted.Args) == 0 {
		return nil
	}
	resolver, err := v.resolver(tree)
	if err != nil {
		return err
	}
	wanted.Descriptors = true
	loaded, err := workspace.Load(ctx, tree, govern(wanted, resolver))
	if err != nil {
		return err
	}
	tell(s.err, loaded.Notes)
	if broken := slices.IndexFunc(loaded.Findings, func(f report.Finding) bool { return f.Severity == report.Error }); broken >= 0 {
		f := loaded.Findings[broken]
		at := f.Span.Position()
		return fmt.Errorf("--spec: %s:%d:%d: %s", f.Span.Path(), at.Line, at.Column, f.Message)
	}
	if len(loaded.Descriptors) == 0 {
		return errors.New("--spec: there are no .proto files in what is named")
	}
	v.options.Files, _, err = registry(loaded.Descriptors)
	return err
}

// cured says what to do about interactions of which nothing is known because a flag is missing.
func cured(findings []report.Finding) []report.Finding {
	for i := range findings {
		f := &findings[i]
		if f.Rule != verify.Unverified || f.Cure != "" {
			continue
		}
		for _, c := range []struct{ why, cure string }{
			{"nothing is named that makes messages", "say who makes them, by --messages-url"},
			{"nothing is named that serves HTTP", "say where the service is, by --provider"},
			{"nothing is named that serves gRPC", "say where the service is, by --grpc-url"},
			{"nor is there a spec that has them", "name the service's .proto files, by --spec"},
			{"it may be served at another address", "say where gRPC is served, by --grpc-url"},
			{"gRPC may be served at another address", "say where gRPC is served, by --grpc-url"},
			{"signed by unknown authority", "trust who has signed it, by --ca"},
		} {
			if strings.Contains(f.Message, c.why) {
				f.Cure = c.cure
			}
		}
	}
	return findings
}

// seeded says how a run is repeated that broke consumers with values that it made up itself.
func (v *verifying) seeded(outcomes []*verify.Outcome) []string {
	if v.flags.seed != 0 {
		return nil
	}
	for _, o := range outcomes {
		i := o.Interaction
		var made []*consumer.Generator
		if i.Request != nil {
			made = i.Request.Generators
		}
		if i.Contents != nil {
			made = slices.Concat(made, i.Contents.Generators)
		}
		if o.Verdict == verify.Broken && slices.ContainsFunc(made, isRandom) {
			return []string{fmt.Sprintf("values in requests were made up: --seed %d makes the same again", v.options.Seed)}
		}
	}
	return nil
}

func isRandom(g *consumer.Generator) bool {
	return g.Kind >= consumer.RandomInt && g.Kind <= consumer.RandomBoolean
}
