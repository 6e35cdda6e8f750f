package matrix

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/bylaw-dev/bylaw/contract"
	"github.com/bylaw-dev/bylaw/contract/check"
	"github.com/bylaw-dev/bylaw/report"
)

// contracts holds the contracts of one version against the spec of another.
func contracts(ctx context.Context, consumer, provider *specs) (Side, error) {
	var all Side
	if len(consumer.Contracts) > 0 && provider.checker == nil {
		all.unsure(consumer.Name+" with "+provider.Name, provider.why())
		return all, nil
	}
	for _, c := range consumer.Contracts {
		result, err := provider.checker.Run(ctx, c)
		if err != nil {
			return all, err
		}
		for _, o := range result.Outcomes {
			all.outcome(c, o, consumer.Name+" with "+provider.Name)
		}
	}
	return all, nil
}

// outcome adds what was found of one interaction. One that is pending breaks nobody yet.
func (s *Side) outcome(c *contract.Contract, o check.Outcome, versions string) {
	broken := false
	for _, p := range o.Problems {
		if !p.Broken {
			continue
		}
		if o.Interaction.Pending {
			s.pending(versions + ": " + name(c, o.Interaction))
			return
		}
		broken = true
		s.Breaks = append(s.Breaks, Break{
			Consumer: who(c), What: o.Interaction.Description, Element: p.Finding.Element, Span: p.Finding.Span, Message: after(p.Finding.Message, c, o.Interaction),
		})
	}
	switch {
	case broken:
		s.Broken++
	case o.Checked:
		s.Held++
	default:
		s.unsure(versions+": "+name(c, o.Interaction), reason(o.NotChecked))
	}
}

func reason(skipped []report.NotChecked) string {
	if len(skipped) == 0 {
		return "nothing of it can be checked"
	}
	return skipped[0].Why
}

// unsure notes of what nothing is known.
func (s *Side) unsure(what, why string) {
	s.Unsure = append(s.Unsure, report.NotChecked{What: what, Why: why})
}

// pending notes what would break, and may.
func (s *Side) pending(what string) {
	s.Pending = append(s.Pending, report.NotChecked{What: what, Why: "it would break, and is pending"})
}

func who(c *contract.Contract) string { return cmp.Or(c.Consumer, "a consumer without a name") }

func name(c *contract.Contract, i *contract.Interaction) string {
	return fmt.Sprintf("%s, %q", who(c), i.Description)
}

// after returns what a finding says behind the consumer and the interaction that it begins with.
func after(message string, c *contract.Contract, i *contract.Interaction) string {
	for _, begin := range []string{name(c, i), cmp.Or(c.Consumer, "a consumer") + ", " + fmt.Sprintf("%q", i.Description)} {
		if rest, ok := strings.CutPrefix(message, begin+": "); ok {
			return rest
		}
	}
	return message
}
