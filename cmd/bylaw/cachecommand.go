package main

import (
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/bylaw-dev/bylaw/cache"
)

func cacheCommand(s streams) *cobra.Command {
	command := &cobra.Command{
		Use:   "cache",
		Short: "Look at, or delete, the results that are kept",
		Long: `bylaw lint keeps its results, so that what has not changed is not linted again. They lie in the cache folder of
the user, or where BYLAW_CACHE says; BYLAW_CACHE=off and --no-cache keep none and use none. A result holds as long as the
program, its flags, every file that was read, listed or looked for and, where a suppression ends, the day are the same.`,
	}
	command.AddCommand(
		&cobra.Command{
			Use: "info", Short: "Say where results are kept and how many there are", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return cacheInfo(s, cacheStore(os.Getenv)) },
		},
		&cobra.Command{
			Use: "clear", Short: "Delete all results that are kept", Args: cobra.NoArgs,
			RunE: func(*cobra.Command, []string) error { return cacheStore(os.Getenv).Clear() },
		},
	)
	return command
}

func cacheInfo(s streams, store *cache.Store) error {
	if store == nil {
		_, err := fmt.Fprintln(s.out, "no results are kept")
		return err
	}
	blobs, bytes := store.Info()
	_, err := fmt.Fprintf(s.out, "%s: %s, %.1f MiB of at most %d\n", store.Folder(), plural(blobs, "result"), float64(bytes)/(1<<20), cache.DefaultLimit>>20)
	return err
}
