package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/config"
	"github.com/bylaw-dev/bylaw/contract/broker"
	"github.com/bylaw-dev/bylaw/report"
)

// canIDeployFlags are the flags of `bylaw contract can-i-deploy` as they were given.
type canIDeployFlags struct {
	sessionFlags
	broker   brokerFlags
	question broker.Question
}

func canIDeployCommand(s streams) *cobra.Command {
	var flags canIDeployFlags
	command := &cobra.Command{
		Use:   "can-i-deploy --pacticipant NAME --version VERSION --to-environment ENVIRONMENT",
		Short: "Ask a Pact Broker whether a version of an application can be deployed",
		Long: `Ask whether a version of a consumer or provider works with everything that is in an environment: whether each contract between
them has been verified, and held. The table shows which versions were looked at.

--to-tag asks about the latest versions with a tag, for teams that don't record deployments.

` + brokerHelp + `

Exit codes: 0 it can be deployed; 1 it can't: a contract is broken (--fail-on); 2 wrong usage, or no broker; 3 a mistake of
bylaw itself; 4 not known: no contract is known to be broken, but one has not been verified. That is not a yes.`,
		Example: `  bylaw contract can-i-deploy --pacticipant billing --version "$(git rev-parse HEAD)" --to-environment production
  bylaw contract can-i-deploy --broker https://broker.example.com --pacticipant orders --version 4.5.6 --to-tag prod --format markdown`,
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			if err := flags.check(); err != nil {
				return err
			}
			return flags.run(c.Context(), s)
		},
	}
	f := command.Flags()
	flags.broker.add(command)
	f.StringVar(&flags.question.Pacticipant, "pacticipant", "", "the `name` of the consumer or provider")
	f.StringVar(&flags.question.Version, "version", "", "the `version` to deploy")
	f.StringVar(&flags.question.Environment, "to-environment", "", "the `environment` to deploy to")
	f.StringVar(&flags.question.Tag, "to-tag", "", "the `tag` of the versions to deploy beside")
	f.StringArrayVar(&flags.formats, "format", nil, "`NAME[=FILE]`: "+strings.Join(formatList(), ", ")+"; may be repeated")
	f.StringVar(&flags.failOn, "fail-on", "", "the least `severity` that makes the command fail: warning, error, or off (default error)")
	f.StringVar(&flags.color, "color", "auto", "colours: auto, always or never (`when`)")
	completions(command, sessionValuesOf("format", "fail-on", "color"))
	return command
}

func (flags *canIDeployFlags) check() error {
	switch {
	case flags.question.Pacticipant == "":
		return errors.New("name the consumer or provider with --pacticipant")
	case flags.question.Version == "":
		return errors.New("name its version with --version")
	case flags.question.Environment == "" && flags.question.Tag == "":
		return errors.New("say where to with --to-environment production, or with --to-tag prod")
	case flags.question.Environment != "" && flags.question.Tag != "":
		return errors.New("--to-environment and --to-tag are two questions: ask one")
	}
	return nil
}

// run asks, and says what the broker knows.
func (flags *canIDeployFlags) run(ctx context.Context, s streams) error {
	session, err := newSession(flags.sessionFlags)
	if err != nil {
		return err
	}
	session.noRules = true
	b, err := flags.broker.open()
	if err != nil {
		return err
	}
	answer, err := b.CanIDeploy(ctx, flags.question)
	if err != nil {
		return brokerError(err)
	}
	tree, _, err := session.open(s.in, nil)
	if err != nil {
		return err
	}
	defer tree.Close()
	summary := deployable(flags.question, answer)
	summary.FailOn = session.threshold(config.Default(config.Catalog{}))
	unknown := answer.Deployable == broker.Unknown && summary.FailOn != report.Off && summary.Failing() == 0
	if unknown {
		summary.Headline += fmt.Sprintf(" The exit code is %d.", exitUnverified)
	}
	if err := session.print(s.out, tree, summary); err != nil {
		return err
	}
	if unknown {
		return codeError{exitUnverified}
	}
	return nil
}

// deployable is what there is to say of an answer.
func deployable(q broker.Question, a *broker.Answer) *report.Summary {
	to := q.Environment
	if to == "" {
		to = "where " + q.Tag + " is"
	}
	said := map[broker.Verdict]string{
		broker.Yes: "%s can be deployed to %s.", broker.No: "%s can't be deployed to %s.", broker.Unknown: "It is not known whether %s can be deployed to %s.",
	}
	s := &report.Summary{
		Version: version(), Headline: fmt.Sprintf(said[a.Deployable], q.Pacticipant+" "+q.Version, to), Findings: deployFindings(a),
		Tables: deployTables(a), Checked: report.Counts{Files: len(a.Rows)}, Rule: brokerInfo,
	}
	if len(a.Reasons) > 0 {
		s.Headline += " The broker says: " + strings.TrimRight(strings.Join(a.Reasons[:min(len(a.Reasons), mostReasons)], "; "), ".") + "."
	}
	return s
}

// mostReasons is how many of the broker's reasons are shown.
const mostReasons = 5

// deployFindings says which contracts are in the way. Where the broker says yes none is, whatever the rows
// say: some are ignored, or of no account.
func deployFindings(a *broker.Answer) []report.Finding {
	if a.Deployable == broker.Yes {
		return nil
	}
	var all []report.Finding
	for _, row := range a.Rows {
		if !row.Ignored && row.Verified != broker.Yes {
			all = append(all, rowFinding(row))
		}
	}
	if a.Deployable == broker.No && !slices.ContainsFunc(all, func(f report.Finding) bool { return f.Severity == report.Error }) {
		all = append(all, report.Finding{Rule: brokerNotDeployable, Severity: report.Error, Message: "the broker says that it can't be deployed, and does not say which contract is in the way"})
	}
	if len(all) == 0 {
		all = append(all, report.Finding{Rule: brokerNotKnown, Severity: report.Warning, Message: "the broker does not say which contract has not been verified"})
	}
	return report.Sort(all)
}

// rowFinding says what is in the way of a version of a consumer beside one of a provider.
func rowFinding(r broker.Row) report.Finding {
	consumer := r.Consumer + " " + r.ConsumerVersion
	switch {
	case r.Verified == broker.No:
		return report.Finding{
			Rule: brokerNotDeployable, Severity: report.Error,
			Message: fmt.Sprintf("%s %s breaks %s", r.Provider, r.ProviderVersion, consumer),
			Cure:    fmt.Sprintf("deploy a version of %s that holds the contract of %s, or see what it breaks: %s", r.Provider, consumer, cmp.Or(r.URL, "the broker doesn't say where")),
		}
	case r.ProviderVersion == "":
		return report.Finding{
			Rule: brokerNotKnown, Severity: report.Warning,
			Message: fmt.Sprintf("no version of %s that is there has verified the contract of %s", r.Provider, consumer),
			Cure:    fmt.Sprintf("deploy a version of %s first that was verified with `bylaw verify --broker URL --publish`", r.Provider),
		}
	}
	return report.Finding{
		Rule: brokerNotKnown, Severity: report.Warning,
		Message: fmt.Sprintf("%s %s has not verified the contract of %s", r.Provider, r.ProviderVersion, consumer),
		Cure:    "verify it with `bylaw verify --broker URL --publish`",
	}
}

// deployTables shows which versions were looked at.
func deployTables(a *broker.Answer) []report.Table {
	if len(a.Rows) == 0 {
		return nil
	}
	t := report.Table{Name: "matrix", Columns: []report.Column{
		{Name: "consumer", Title: "Consumer"}, {Name: "consumer_version", Title: "Version"}, {Name: "provider", Title: "Provider"},
		{Name: "provider_version", Title: "Version"}, {Name: "verified", Title: "Held"}, {Name: "verified_at", Title: "Verified at"},
	}}
	for _, r := range a.Rows {
		held := r.Verified.String()
		if r.Ignored {
			held += " (ignored)"
		}
		t.Rows = append(t.Rows, []string{r.Consumer, r.ConsumerVersion, r.Provider, r.ProviderVersion, held, r.At})
	}
	return []report.Table{t}
}
