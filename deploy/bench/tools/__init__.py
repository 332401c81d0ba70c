"""What benches share: the command, figures, throw-away databases, the site as processes, a province of any size."""
