package broker

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"regexp"
)

// Selection says which contracts are wanted.
type Selection struct {
	Provider       string     // whose contracts; "": the latest ones of every provider, and nothing below counts
	Selectors      []Selector // none: Recommended
	ProviderBranch string     // of the version that is verified: what is pending is told by it, and Selector.MatchingBranch
	ProviderTags   []string   // likewise, where tags are used in place of branches
	Pending        bool       // ask which contracts are pending: that the provider has never kept, so that breaking them is no news
	WIPSince       string     // with the pacts of branches nobody selects ("work in progress") since this date (2026-01-31); "": without
}

// Selector chooses versions of consumers, as the Pact Broker defines it: see docs.pact.io/selectors.
type Selector struct {
	MainBranch           bool   `json:"mainBranch,omitempty"`
	Branch               string `json:"branch,omitempty"`
	FallbackBranch       string `json:"fallbackBranch,omitempty"`
	MatchingBranch       bool   `json:"matchingBranch,omitempty"`
	DeployedOrReleased   bool   `json:"deployedOrReleased,omitempty"`
	Deployed             bool   `json:"deployed,omitempty"`
	Released             bool   `json:"released,omitempty"`
	Environment          string `json:"environment,omitempty"`
	Tag                  string `json:"tag,omitempty"`
	FallbackTag          string `json:"fallbackTag,omitempty"`
	Latest               bool   `json:"latest,omitempty"`
	Consumer             string `json:"consumer,omitempty"`
	FallbackToMainBranch bool   `json:"fallbackToMainBranch,omitempty"`
}

// Recommended selects what consumers are about to ship and what they have shipped.
func Recommended() []Selector {
	return []Selector{{MainBranch: true}, {DeployedOrReleased: true}}
}

// Pact is one contract that the broker holds.
type Pact struct {
	Content  []byte // a Pact file, laid out over several lines, without what the broker adds to it
	URL      string
	Pending  bool     // breaking it is no news, and must not fail the provider's build
	Notices  []string // why it is wanted, as the broker says it
	Consumer string   // its name, "" where the broker doesn't say it
	Provider string   // likewise
	Version  string   // of the consumer, likewise

	results *url.URL // where what came of verifying it is published; nil: the broker doesn't say
	nowhere error    // why nothing is sent there
	after   []notice
}

type notice struct {
	When string `json:"when"`
	Text string `json:"text"`
}

// After returns what the broker has to say once the contract was verified, by what came of it and
// whether that was published.
func (p *Pact) After(success, published bool) []string {
	return texts(p.after, fmt.Sprintf("after_verification:success_%t_published_%t", success, published))
}

func texts(notices []notice, when string) []string {
	var all []string
	for _, n := range notices {
		if text := Clean(n.Text); n.When == when && text != "" {
			all = append(all, text)
		}
	}
	return all
}

// The bounds of what is fetched at once.
const (
	maxPacts = 1000
	maxTotal = 512 << 20 // bytes
)

// Pacts returns the contracts that are selected, in the order of the broker.
func (b *Broker) Pacts(ctx context.Context, s Selection) ([]Pact, error) {
	wanted, err := b.wanted(ctx, s)
	if err != nil {
		return nil, err
	}
	if len(wanted) > maxPacts {
		return nil, fmt.Errorf("%s has %d contracts to verify, more than %d: select fewer", b, len(wanted), maxPacts)
	}
	var all []Pact
	total := 0
	for _, w := range wanted {
		d, err := b.get(ctx, w.at)
		if err != nil {
			return nil, fmt.Errorf("%s can't be read: %w", Clean(w.at.String()), err)
		}
		if total += len(d.content); total > maxTotal {
			return nil, fmt.Errorf("the contracts of %s are larger than %d MiB together: select fewer", b, maxTotal>>20)
		}
		all = append(all, b.pact(d, w))
	}
	return all, nil
}

// title is how brokers call a contract.
var title = regexp.MustCompile(`^Pact between (.+) \(v?([^()]+)\) and (.+)$`)

// pact returns a contract of which the document is known.
func (b *Broker) pact(d *document, w listed) Pact {
	p := Pact{URL: w.at.String(), Pending: w.properties.Pending, Notices: texts(w.properties.Notices, "before_verification"), after: w.properties.Notices}
	p.Content = laidOut(d.content)
	var said struct {
		Consumer struct {
			Name string `json:"name"`
		} `json:"consumer"`
		Provider struct {
			Name string `json:"name"`
		} `json:"provider"`
	}
	if json.Unmarshal(d.content, &said) == nil {
		p.Consumer, p.Provider = said.Consumer.Name, said.Provider.Name
	}
	for _, relation := range []string{"pb:consumer-version", "pb:consumer-versions"} {
		if l, known := d.link(relation); known && p.Version == "" {
			p.Version = l.Name
		}
	}
	if m := title.FindStringSubmatch(w.name); m != nil && p.Version == "" {
		p.Version = m[2]
	}
	if l, known := d.link("pb:publish-verification-results"); known {
		p.results, p.nowhere = b.resolve(d, l, nil)
	}
	return p
}
