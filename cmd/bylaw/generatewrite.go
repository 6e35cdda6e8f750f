package main

import (
	"context"
	"slices"

	"github.com/bylaw-dev/bylaw/generator"
)

// outcome is what came of one place.
type outcome struct {
	place generator.Place
	job   *job // nil: nothing is generated there any more
	drift generator.Drift
	told  bool // another outcome has told of the folder of what is imported, which they share
}

// write prints everything, and only then puts it in its place, or compares it.
func (g *generation) write(ctx context.Context, in *input, jobs []*job) ([]outcome, error) {
	for _, j := range jobs {
		if err := j.print(ctx); err != nil {
			return nil, err
		}
	}
	var outcomes []outcome
	for _, j := range jobs {
		outcomes = append(outcomes, outcome{place: j.place, job: j})
	}
	gone, err := in.retired(jobs)
	if err != nil {
		return nil, err
	}
	outcomes = append(outcomes, gone...) // last, so that what is still wanted is known
	for i := range outcomes {
		o := &outcomes[i]
		if o.drift, err = g.sink(ctx, o.place).Put(o.files()); err != nil {
			return nil, err
		}
		o.told = slices.ContainsFunc(outcomes[:i], func(other outcome) bool { return other.shares(o) })
	}
	return outcomes, nil
}

// shares reports whether two outcomes put what is imported into one folder.
func (o *outcome) shares(with *outcome) bool {
	return o.job != nil && with.job != nil && o.place.Root == with.place.Root && o.job.options.Support == with.job.options.Support
}

// differences returns those that are worth telling: that of the manifest, which follows from the
// others, only if there are no others.
func (o *outcome) differences() generator.Drift {
	others := slices.DeleteFunc(slices.Clone(o.drift), func(d generator.Difference) bool { return d.Path == generator.ManifestPath })
	if len(others) == 0 {
		return o.drift
	}
	return others
}

func (o *outcome) files() []generator.File {
	if o.job == nil {
		return nil
	}
	return o.job.files
}

// print makes files of the plan.
func (j *job) print(ctx context.Context) error {
	files, err := generator.Emit(ctx, j.plan, j.language, j.options, j.templates)
	if err != nil {
		return err
	}
	support, err := generator.Support(j.options, j.plan.Support)
	j.files = append(files, support...)
	return err
}

func (g *generation) sink(ctx context.Context, p generator.Place) generator.Sink {
	if g.flags.check || g.flags.diff || g.flags.dryRun {
		return generator.Check(p)
	}
	return generator.Disk(ctx, p)
}

// retired returns the places that the configuration has asked for, and no longer does. A command line that asks for alerts says
// nothing of Go, nor the other way round.
func (in *input) retired(jobs []*job) ([]outcome, error) {
	if in.named {
		return nil, nil
	}
	var gone []outcome
	seen := map[string]bool{}
	for _, j := range jobs {
		if seen[j.place.Root] {
			continue
		}
		seen[j.place.Root] = true
		target := ""
		if len(in.flags.outputs) > 0 {
			target = j.place.Target
		}
		outs, err := generator.Recorded(j.place.Root, j.place.Config, target)
		if err != nil {
			return nil, err
		}
		for _, out := range outs {
			if !slices.ContainsFunc(jobs, func(k *job) bool { return k.place.Root == j.place.Root && k.place.Out == out }) {
				gone = append(gone, outcome{place: generator.Place{Root: j.place.Root, Out: out}})
			}
		}
	}
	return gone, nil
}
