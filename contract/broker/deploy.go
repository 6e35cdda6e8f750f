package broker

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// Question asks whether a version of an application can be deployed: to an environment, or beside the
// latest versions with a tag.
type Question struct {
	Pacticipant, Version string
	Environment, Tag     string // one of them
}

// Answer is what the broker knows.
type Answer struct {
	Deployable Verdict
	Reasons    []string
	Rows       []Row
}

// Verdict is what is known.
type Verdict uint8

// The verdicts. Of what nobody has verified nothing is known.
const (
	Unknown Verdict = iota
	Yes
	No
)

// String returns the verdict for people and reports.
func (v Verdict) String() string { return [...]string{"unknown", "yes", "no"}[v] }

// Row is one version of a consumer beside one of a provider.
type Row struct {
	Consumer, ConsumerVersion string
	Provider, ProviderVersion string  // the version is "" where none has verified the contract
	Verified                  Verdict // Yes: the provider holds the contract
	At                        string  // when it was verified, RFC 3339
	URL                       string  // of the result at the broker
	Ignored                   bool    // it doesn't count
}

// CanIDeploy asks whether a version can be deployed.
func (b *Broker) CanIDeploy(ctx context.Context, q Question) (*Answer, error) {
	relation, values := "pb:can-i-deploy-pacticipant-version-to-environment", map[string]string{
		"pacticipant": q.Pacticipant, "version": q.Version, "environment": q.Environment, "tag": q.Tag,
	}
	if q.Environment == "" {
		relation = "pb:can-i-deploy-pacticipant-version-to-tag"
	}
	at, err := b.from(ctx, relation, "say what can be deployed", values)
	if err != nil {
		return nil, err
	}
	d, err := b.get(ctx, at)
	if is(err, http.StatusNotFound) {
		return nil, fmt.Errorf("%s knows no application %s: publish a contract or a verification of it first", b, q.Pacticipant)
	}
	if err != nil {
		return nil, err
	}
	return answer(d)
}

// matrix is a document of what was verified against what.
type matrix struct {
	Summary *struct {
		Deployable *bool  `json:"deployable"`
		Reason     string `json:"reason"`
	} `json:"summary"`
	Notices []struct{ Type, Text string }
	Matrix  []struct {
		Consumer, Provider party
		Result             *struct {
			Success *bool            `json:"success"`
			At      string           `json:"verifiedAt"`
			Links   map[string]links `json:"_links"`
		} `json:"verificationResult"`
		Ignored bool `json:"ignored"`
	} `json:"matrix"`
}

type party struct {
	Name    string
	Version *struct{ Number string }
}

func (p party) version() string {
	if p.Version == nil {
		return ""
	}
	return Clean(p.Version.Number)
}

func answer(d *document) (*Answer, error) {
	var m matrix
	if err := d.parse(&m); err != nil {
		return nil, err
	}
	if m.Summary == nil {
		return nil, errors.New("the broker's answer has no summary, so that nothing is known")
	}
	a := &Answer{Deployable: verdict(m.Summary.Deployable)}
	for _, reason := range strings.Split(m.Summary.Reason, "\n") {
		a.Reasons = append(a.Reasons, nonEmpty(Clean(reason))...)
	}
	for _, r := range m.Matrix {
		row := Row{
			Consumer: Clean(r.Consumer.Name), ConsumerVersion: r.Consumer.version(),
			Provider: Clean(r.Provider.Name), ProviderVersion: r.Provider.version(), Ignored: r.Ignored,
		}
		if r.Result != nil {
			row.Verified, row.At = verdict(r.Result.Success), Clean(r.Result.At)
			if self, known := (&document{links: r.Result.Links}).link("self"); known {
				row.URL = Clean(self.Href)
			}
		}
		a.Rows = append(a.Rows, row)
	}
	return a, nil
}

func verdict(is *bool) Verdict {
	switch {
	case is == nil:
		return Unknown
	case *is:
		return Yes
	}
	return No
}
