package broker

import (
	"context"
	"errors"
	"net/http"
	"net/url"
)

// Verification is what came of verifying one contract.
type Verification struct {
	Version  string // of the provider
	BuildURL string // "": none
	Success  bool   // all of the contract held
	By       string // the version of bylaw
	Tests    []Test
}

// Test is what came of one interaction.
type Test struct {
	Interaction string     // its ID at the broker, "" where it has none
	Description string     // for people
	Success     bool       // it held
	Mismatches  []Mismatch // what differs
	Exceptions  []string   // why nothing is known of it
}

// Mismatch is one value that differs.
type Mismatch struct {
	Attribute   string `json:"attribute"`            // method, path, status, query, header, body or metadata
	Identifier  string `json:"identifier,omitempty"` // the path in the body, or the name of the header
	Description string `json:"description"`
}

// PublishResult publishes what came of verifying a contract that this broker returned. The branch and tags
// of the provider's version are told before, with Describe.
func (b *Broker) PublishResult(ctx context.Context, p *Pact, v Verification) error {
	switch {
	case p.nowhere != nil:
		return p.nowhere
	case p.results == nil:
		return errors.New("the broker does not say where results of this contract are published: it takes none, or these credentials may not publish")
	}
	_, err := b.call(ctx, http.MethodPost, p.results, verified(v))
	return err
}

// verified is a verification as the broker's documentation has it; what tests are made of is left to
// verifiers, and is written as the official one writes it.
func verified(v Verification) any {
	type exception struct {
		Message string `json:"message"`
	}
	type test struct {
		Interaction string      `json:"interactionId,omitempty"`
		Description string      `json:"interactionDescription,omitempty"`
		Success     bool        `json:"success"`
		Mismatches  []Mismatch  `json:"mismatches,omitempty"`
		Exceptions  []exception `json:"exceptions,omitempty"`
	}
	type implementation struct {
		Name    string `json:"implementation"`
		Version string `json:"version"`
	}
	tests := []test{}
	for _, t := range v.Tests {
		one := test{t.Interaction, t.Description, t.Success, t.Mismatches, nil}
		for _, message := range t.Exceptions {
			one.Exceptions = append(one.Exceptions, exception{message})
		}
		tests = append(tests, one)
	}
	return struct {
		Success  bool           `json:"success"`
		Version  string         `json:"providerApplicationVersion"`
		BuildURL string         `json:"buildUrl,omitempty"`
		By       implementation `json:"verifiedBy"`
		Tests    []test         `json:"testResults"`
	}{v.Success, v.Version, v.BuildURL, implementation{"bylaw", v.By}, tests}
}

// ValidBuildURL reports whether brokers take the address of a build.
func ValidBuildURL(text string) bool {
	u, err := url.Parse(text)
	return err == nil && (u.Scheme == "http" || u.Scheme == "https") && u.Host != ""
}
