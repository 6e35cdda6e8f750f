package broker

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
)

// listed is a contract in a list of the broker.
type listed struct {
	at         *url.URL
	name       string
	properties properties
}

type properties struct {
	Pending bool     `json:"pending"`
	Notices []notice `json:"notices"`
}

func (b *Broker) wanted(ctx context.Context, s Selection) ([]listed, error) {
	home, err := b.index(ctx)
	if err != nil {
		return nil, err
	}
	if s.Provider == "" {
		return b.latestOfAll(ctx)
	}
	for _, relation := range []string{"pb:provider-pacts-for-verification", "beta:provider-pacts-for-verification"} {
		if l, known := home.link(relation); known {
			return b.forVerification(ctx, home, l, s)
		}
	}
	return b.latest(ctx, home, s)
}

// forVerification asks for the contracts to verify. An older one of the names of the relation leads to
// a template, too.
func (b *Broker) forVerification(ctx context.Context, home *document, l link, s Selection) ([]listed, error) {
	at, err := b.resolve(home, l, map[string]string{"provider": s.Provider})
	if err != nil {
		return nil, err
	}
	selectors := s.Selectors
	if len(selectors) == 0 {
		selectors = Recommended()
	}
	d, err := b.call(ctx, http.MethodPost, at, struct {
		Selectors []Selector `json:"consumerVersionSelectors"`
		Branch    string     `json:"providerVersionBranch,omitempty"`
		Tags      []string   `json:"providerVersionTags,omitempty"`
		Pending   bool       `json:"includePendingStatus"`
		WIPSince  string     `json:"includeWipPactsSince,omitempty"`
	}{selectors, s.ProviderBranch, s.ProviderTags, s.Pending, s.WIPSince})
	if err != nil {
		return nil, b.unknown(err, s.Provider)
	}
	var answer struct {
		Embedded struct {
			Pacts []struct {
				Links      map[string]links `json:"_links"`
				Properties properties       `json:"verificationProperties"`
			} `json:"pacts"`
		} `json:"_embedded"`
	}
	if err := d.parse(&answer); err != nil {
		return nil, err
	}
	var all []listed
	for _, p := range answer.Embedded.Pacts {
		self, known := (&document{links: p.Links}).link("self")
		if !known {
			return nil, errors.New("the broker lists a contract without a link to it")
		}
		if all, err = b.list(all, d, self, p.Properties); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (b *Broker) list(all []listed, d *document, l link, p properties) ([]listed, error) {
	at, err := b.resolve(d, l, nil)
	return append(all, listed{at, l.Name, p}), err
}

// unknown says which provider the broker doesn't know.
func (b *Broker) unknown(err error, provider string) error {
	if is(err, http.StatusNotFound) {
		return fmt.Errorf("%s knows no provider %s: publish a contract with it first, or name another one", b, provider)
	}
	return err
}

// latest asks older brokers, which know tags and the latest contract of each consumer.
func (b *Broker) latest(ctx context.Context, home *document, s Selection) ([]listed, error) {
	selectors := s.Selectors
	if len(selectors) == 0 {
		selectors = []Selector{{Latest: true}}
	}
	var all []listed
	for _, selector := range selectors {
		plain := selector
		plain.Tag, plain.Latest, plain.Consumer = "", false, ""
		if plain != (Selector{}) || selector.Consumer != "" {
			return nil, fmt.Errorf("%s is too old for branches and environments: select by tag, or the latest", b)
		}
		relation := "pb:latest-provider-pacts"
		switch {
		case selector.Tag != "" && selector.Latest:
			relation = "pb:latest-provider-pacts-with-tag"
		case selector.Tag != "":
			relation = "pb:provider-pacts-with-tag"
		}
		l, known := home.link(relation)
		if !known {
			return nil, fmt.Errorf("%s has no %s in its index", b, relation)
		}
		found, err := b.linked(ctx, home, l, map[string]string{"provider": s.Provider, "tag": selector.Tag})
		if err != nil {
			return nil, b.unknown(err, s.Provider)
		}
		all = append(all, found...)
	}
	return all, nil
}

// linked returns the contracts that a document links to.
func (b *Broker) linked(ctx context.Context, home *document, l link, values map[string]string) ([]listed, error) {
	at, err := b.resolve(home, l, values)
	if err != nil {
		return nil, err
	}
	d, err := b.get(ctx, at)
	if err != nil {
		return nil, err
	}
	found := d.links["pb:pacts"]
	if len(found) == 0 {
		found = d.links["pacts"]
	}
	var all []listed
	for _, l := range found {
		l.Name = l.Title
		if all, err = b.list(all, d, l, properties{}); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// latestOfAll returns the latest contract of each consumer with each provider.
func (b *Broker) latestOfAll(ctx context.Context) ([]listed, error) {
	at, err := b.from(ctx, "pb:latest-pact-versions", "list its contracts", nil)
	if err != nil {
		return nil, err
	}
	d, err := b.get(ctx, at)
	if err != nil {
		return nil, err
	}
	var answer struct {
		Pacts []struct {
			Links map[string]links `json:"_links"`
		} `json:"pacts"`
	}
	if err := d.parse(&answer); err != nil {
		return nil, err
	}
	var all []listed
	for _, p := range answer.Pacts {
		self := slices.DeleteFunc(p.Links["self"], func(l link) bool { return l.Href == "" })
		if len(self) == 0 {
			return nil, errors.New("the broker lists a contract without a link to it")
		}
		// of two addresses the last one is that of the version, the first one that of the latest
		if all, err = b.list(all, d, self[len(self)-1], properties{}); err != nil {
			return nil, err
		}
	}
	return all, nil
}
